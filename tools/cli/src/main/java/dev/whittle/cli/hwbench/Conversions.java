package dev.whittle.cli.hwbench;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.ir.TensorType;
import dev.whittle.passes.Decision.Alternative;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Features;
import dev.whittle.passes.cost.ModelFit;
import dev.whittle.passes.cost.TimeModel;
import dev.whittle.passes.lower.Layouts;
import dev.whittle.passes.times.Contest;
import dev.whittle.passes.times.Contestants;
import dev.whittle.passes.times.Pace;
import dev.whittle.passes.times.Timings;
import dev.whittle.passes.times.Work;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Times the layout conversions at the inputs and results of convolutions. */
final class Conversions {
  private final Target target;
  private final Pace pace;
  private final Timings kept;
  private final Contest contest;
  private final Set<Work> seen = new HashSet<>();

  Conversions(Target target, Pace pace, Timings kept) {
    this.target = target;
    this.pace = pace;
    this.kept = kept;
    this.contest = new Contest(target, new Schedules(), new CompilingExecutor());
  }

  /** Samples of conversions that were not seen yet. */
  List<ModelFit.Sample> samples(Question question) {
    List<ModelFit.Sample> samples = new ArrayList<>();
    for (Alternative alternative : question.decision().alternatives()) {
      TensorType input =
          question.decision().graph().operandTypes(question.decision().node()).getFirst();
      samples.addAll(samples(input, alternative.candidate().operandLayouts().getFirst()));
      samples.addAll(samples(question.decision().node().type(), alternative.candidate().layout()));
    }
    return samples;
  }

  private List<ModelFit.Sample> samples(TensorType type, Layout blocked) {
    Layout plain = Layouts.plain(blocked);
    Work work = Work.reorder(type, target);
    if (Layouts.isSameMemory(plain, blocked, type.shape().sizes()) || !seen.add(work)) {
      return List.of();
    }
    List<String> ways = List.of(Work.way(plain, blocked), Work.way(blocked, plain));
    Optional<double[]> known = kept.findAll(work, ways);
    double[] times = known.orElseGet(() -> measure(type, plain, blocked));
    for (int i = 0; known.isEmpty() && i < times.length; i++) {
      kept.add(work, ways.get(i), times[i]);
    }
    TimeModel.Key key = TimeModel.Key.reorder(target);
    return List.of(
        new ModelFit.Sample(key, Features.reorder(type, plain, blocked), times[0]),
        new ModelFit.Sample(key, Features.reorder(type, blocked, plain), times[1]));
  }

  private double[] measure(TensorType type, Layout plain, Layout blocked) {
    List<Graph> contestants =
        List.of(
            Contestants.reorder(type, plain, blocked), Contestants.reorder(type, blocked, plain));
    return contest.run(contestants, pace);
  }
}

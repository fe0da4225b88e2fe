package dev.whittle.cli.hwbench;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.ir.Graph;
import dev.whittle.passes.Target;
import dev.whittle.passes.times.Contest;
import dev.whittle.passes.times.Contestants;
import dev.whittle.passes.times.Pace;
import dev.whittle.passes.times.Timings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Times all alternatives of a question, and the pick once more. */
final class Race {
  private final Contest contest;
  private final Pace pace;
  private final Timings kept;

  /**
   * @param kept times that are not taken again; what is measured is added to them
   */
  Race(Target target, Pace pace, Timings kept) {
    this.contest = new Contest(target, new Schedules(), new CompilingExecutor());
    this.pace = pace;
    this.kept = kept;
  }

  Answer answer(Question question) {
    Optional<double[]> known = kept.findAll(question.work(), question.ways());
    if (known.isPresent()) {
      return new Answer(question, Arrays.stream(known.get()).boxed().toList(), 0);
    }
    List<Graph> contestants = new ArrayList<>();
    question
        .decision()
        .alternatives()
        .forEach(a ->
            contestants.add(
                Contestants.kernel(
                    question.decision().graph(), question.decision().node(), a.candidate())));
    contestants.add(contestants.get(question.pick()));
    double[] times = contest.run(contestants, pace);
    double once = times[question.pick()];
    double again = times[times.length - 1];
    List<Double> measured = Arrays.stream(times).limit(times.length - 1L).boxed().toList();
    for (int i = 0; i < measured.size(); i++) {
      kept.add(question.work(), question.ways().get(i), measured.get(i));
    }
    return new Answer(question, measured, Math.abs(once - again) / Math.min(once, again));
  }
}

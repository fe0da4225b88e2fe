package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.times.Contest;
import dev.whittle.passes.times.Contestants;
import dev.whittle.passes.times.Timings;
import dev.whittle.passes.times.Work;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the times that a choice needs and that are not known yet. */
final class MeasureKernels {
  private final Target target;
  private final Timings timings;
  private final Contest contest;
  private final Map<Work, Map<String, Graph>> missing = new LinkedHashMap<>();

  private MeasureKernels(PassContext context) {
    this.target = context.target();
    this.timings = context.timings();
    this.contest = new Contest(target, context.kernels(), context.executor());
  }

  /** Times every open node that has a choice, and the reorders that the choices may bring. */
  static void run(LayoutProblem problem, PassContext context, Timings.Measuring measuring) {
    MeasureKernels all = new MeasureKernels(context);
    problem.open().forEach((node, candidates) -> all.add(problem.graph(), node, candidates));
    problem.conversions().forEach(all::add);
    all.measure(measuring);
  }

  private void add(Graph graph, Node node, List<Candidate> candidates) {
    Work work = Work.of(graph, node, target);
    List<String> ways = candidates.stream().map(Work::way).toList();
    boolean isAsked = candidates.size() > 1 || isLayer(node);
    if (isAsked && !ways.stream().allMatch(w -> timings.isKnownHere(work, w))) {
      Map<String, Graph> contestants = missing.computeIfAbsent(work, w -> new LinkedHashMap<>());
      for (Candidate candidate : candidates) {
        contestants.computeIfAbsent(
            Work.way(candidate), way -> Contestants.kernel(graph, node, candidate));
      }
    }
  }

  /** Of layers even the time of an only kernel counts: others may take their place. */
  private static boolean isLayer(Node node) {
    return node.op() instanceof Lowered lowered
        && (lowered.op() instanceof Conv || lowered.op() instanceof Dense);
  }

  private void add(LayoutProblem.Conversion conversion) {
    TensorType type = conversion.type();
    Work work = Work.reorder(type, target);
    String way = Work.way(conversion.from(), conversion.to());
    if (!timings.isKnownHere(work, way)) {
      missing
          .computeIfAbsent(work, w -> new LinkedHashMap<>())
          .put(way, Contestants.reorder(type, conversion.from(), conversion.to()));
    }
  }

  private void measure(Timings.Measuring measuring) {
    Runnable step = measuring.watcher().begin("timing kernels", missing.size());
    missing.forEach((work, contestants) -> {
      List<String> ways = new ArrayList<>(contestants.keySet());
      double[] medians = contest.run(List.copyOf(contestants.values()), measuring.pace());
      for (int i = 0; i < medians.length; i++) {
        timings.add(work, ways.get(i), medians[i]);
      }
      step.run();
    });
  }
}

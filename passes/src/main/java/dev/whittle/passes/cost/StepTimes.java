package dev.whittle.passes.cost;

import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Placement;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.Target;
import dev.whittle.passes.lower.Choices;
import dev.whittle.passes.times.Timings;
import dev.whittle.passes.times.Work;
import java.util.List;
import java.util.Optional;

/** What the steps of a planned graph are expected to take on one core. */
public final class StepTimes {
  private StepTimes() {}

  /** Nanoseconds of one run of all of {@code planned}. */
  public static double of(Graph planned, Kernels kernels, Target target) {
    return planned.nodes().stream().mapToDouble(n -> of(planned, n, kernels, target)).sum();
  }

  /**
   * The steps of {@code planned} that take time.
   *
   * @throws IllegalArgumentException when the graph is not planned
   */
  public static List<StepTime> all(Graph planned, Kernels kernels, Target target, Timings timings) {
    return planned.nodes().stream()
        .flatMap(node -> step(planned, node, kernels, target, timings).stream())
        .toList();
  }

  /** The step that {@code node} is; nothing when no code runs for it. */
  public static Optional<StepTime> step(
      Graph planned, Node node, Kernels kernels, Target target, Timings timings) {
    double predicted = of(planned, node, kernels, target);
    return switch (node.op()) {
      case Op _ when predicted == 0 -> Optional.empty();
      case Reorder reorder -> {
        Work work = Work.reorder(node.type(), target);
        yield Optional.of(
            StepTime.of(work, Work.way(reorder.from(), reorder.to()), predicted, timings));
      }
      default -> {
        Work work = Work.of(planned, node, target);
        String way = Work.way(Choices.of(planned, node, kernels, target));
        yield Optional.of(StepTime.of(work, way, predicted, timings));
      }
    };
  }

  /**
   * Nanoseconds of {@code node}; 0 for what no code runs for: weights and their packing, views,
   * inputs.
   *
   * @throws IllegalArgumentException when the graph is not planned
   */
  public static double of(Graph planned, Node node, Kernels kernels, Target target) {
    MemoryPlan memory =
        planned.memory().orElseThrow(() -> new IllegalArgumentException("memory is not planned"));
    return switch (node.op()) {
      case Reorder reorder when moves(planned, memory, node) ->
          TimeModel.shipped().reorder(node.type(), reorder.from(), reorder.to(), target);
      case Lowered lowered when !lowered.isView() -> {
        Candidate candidate = Choices.of(planned, node, kernels, target);
        yield TimeModel.shipped().kernel(planned, node, candidate, target);
      }
      default -> 0;
    };
  }

  private static boolean moves(Graph planned, MemoryPlan memory, Node reorder) {
    Placement from = memory.placements().get(reorder.operand(0));
    Placement to = memory.placements().get(reorder.value());
    return !Stored.isStored(planned, reorder) && !to.equals(from);
  }
}

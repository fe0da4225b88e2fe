package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Hindrance;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.cost.Stored;
import dev.whittle.passes.lower.Choices;
import dev.whittle.passes.lower.Layouts;
import dev.whittle.runtime.Layout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Fixes the order of execution and every value's place: computed values in one arena, where those
 * that do not live at the same time share floats; weights one after the other.
 *
 * <p>Inputs are alive from the start and outputs until the end, in plain layout. A parameter that
 * is only read by reorders has no place of its own.
 */
public record PlanMemory() implements Pass {
  private static final PassInfo INFO =
      new PassInfo(
          "plan-memory",
          "Orders the steps and packs all values into one arena with fixed offsets.",
          List.of(),
          Level.LOWERED,
          Level.PLANNED,
          Exactness.EXACT,
          true);

  @Override
  public PassInfo info() {
    return INFO;
  }

  /**
   * {@code graph} in order of execution with its memory plan.
   *
   * @throws PassFailure when the arena or the weights have more floats than an array can
   */
  @Override
  public Graph run(Graph graph, PassContext context) {
    ArenaPlan arena = ArenaPlan.of(graph);
    int arenaFloats = checked(graph, arena.floats(), "activations");
    Map<Value, Placement> placements = new HashMap<>(arena.placements());
    long weights = placeWeights(arena.graph(), placements);
    int scratch = 0;
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Lowered lowered && !lowered.isView()) {
        Candidate candidate = Choices.of(graph, node, context.kernels(), context.target());
        scratch = Math.max(scratch, candidate.scratchFloats());
      }
    }
    int weightsFloats = checked(graph, weights, "weights");
    return arena
        .graph()
        .withMemory(new MemoryPlan(placements, arenaFloats, weightsFloats, scratch));
  }

  private static long placeWeights(Graph graph, Map<Value, Placement> placements) {
    long end = 0;
    for (Node node : graph.nodes()) {
      if (!Stored.isStored(graph, node)) {
        continue;
      }
      Layout layout = null;
      if (node.op() instanceof Reorder reorder) {
        layout = reorder.to();
      } else if (node.op() instanceof Lowered) {
        placements.put(node.value(), placements.get(node.operand(0)));
      } else if (isReadDirectly(graph, node)) {
        layout = Layouts.plain(node.type());
      }
      if (layout != null) {
        int[] shape = node.type().shape().sizes();
        int offset = checked(graph, end, "weights");
        int floats = checked(graph, layout.size(shape), "weights");
        int stride = Sharing.hasImages(layout) ? floats / shape[0] : floats;
        placements.put(node.value(), new Placement(Placement.Space.WEIGHTS, offset, stride));
        end += ArenaPlan.align(floats);
      }
    }
    return end;
  }

  private static boolean isReadDirectly(Graph graph, Node node) {
    return graph.users(node).stream().anyMatch(u -> !(u.op() instanceof Reorder));
  }

  private static int checked(Graph graph, long floats, String what) {
    long most = Integer.MAX_VALUE - (1 << 20);
    if (floats > most) {
      throw Hindrance.TOO_LARGE.at(
          graph.nodes().getFirst(),
          "the %s of %s need %d floats, one array holds %d"
              .formatted(what, graph.name(), floats, most),
          "use a smaller batch or smaller feature maps");
    }
    return (int) floats;
  }
}

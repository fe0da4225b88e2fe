package dev.whittle.passes.pipeline;

import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.cost.Cost;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.cost.Stored;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How large a network is; a symbolic batch counts as one image.
 *
 * @param nodes those that compute: not parameters, constants and their packing
 * @param parameters elements of parameters and constants, shared ones once
 * @param weightBytes the same in bytes
 * @param activationBytes all computed results beside each other
 * @param arenaBytes what they need once memory is planned
 */
public record Size(
    int nodes,
    long parameters,
    long weightBytes,
    Cost cost,
    long activationBytes,
    OptionalLong arenaBytes) {
  private static final int FLOAT_BYTES = 4;

  public static Size of(Graph graph) {
    Graph bound = graph.bindAll(1);
    Set<Op> stored = new HashSet<>();
    int computing = 0;
    long parameters = 0;
    long weightBytes = 0;
    long activationBytes = 0;
    for (Node node : bound.nodes()) {
      if (node.op() instanceof Parameter || node.op() instanceof Constant) {
        if (stored.add(node.op())) {
          parameters += node.type().shape().elementCount();
          weightBytes += node.type().bytes();
        }
      } else if (!Stored.isStored(bound, node)) {
        computing++;
        activationBytes += node.types().stream().mapToLong(TensorType::bytes).sum();
      }
    }
    Cost cost = Costs.of(bound);
    OptionalLong arena =
        graph
            .memory()
            .map(MemoryPlan::arenaFloats)
            .map(f -> OptionalLong.of((long) FLOAT_BYTES * f))
            .orElse(OptionalLong.empty());
    return new Size(computing, parameters, weightBytes, cost, activationBytes, arena);
  }
}

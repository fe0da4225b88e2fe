package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Placement;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.passes.cost.Stored;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads off a planned graph where and how long its values stay in the arena. */
public final class Stays {
  private Stays() {}

  /**
   * Every value in the arena, in order of execution.
   *
   * @throws java.util.NoSuchElementException when memory is not planned
   */
  public static List<Stay> of(Graph planned) {
    MemoryPlan memory = planned.memory().orElseThrow();
    Map<Integer, Integer> positions = positions(planned);
    Map<Value, Integer> lastReads = new HashMap<>();
    for (Node node : planned.nodes()) {
      if (positions.containsKey(node.id())) {
        boolean isView = node.op() instanceof Lowered lowered && lowered.isView();
        int read = positions.get(node.id()) - (isView ? 1 : 0);
        node.operands().forEach(v -> lastReads.merge(v, read, Math::max));
      }
    }
    for (Output output : planned.outputs()) {
      lastReads.put(output.value(), positions.size());
    }
    List<Stay> stays = new ArrayList<>();
    for (Node node : planned.nodes()) {
      for (int i = 0; i < node.types().size(); i++) {
        Value value = node.result(i);
        Placement place = memory.placements().get(value);
        if (place != null && place.space() == Placement.Space.ARENA) {
          int made = positions.get(node.id());
          stays.add(
              new Stay(
                  node.types().size() == 1 ? node.name() : node.name() + "." + i,
                  made,
                  node.types().get(i).toString(),
                  node.op() instanceof Input ? 0 : made,
                  lastReads.getOrDefault(value, made),
                  (long) Float.BYTES * place.offset(),
                  Float.BYTES * floats(node, node.types().get(i), place)));
        }
      }
    }
    return stays;
  }

  private static Map<Integer, Integer> positions(Graph planned) {
    Map<Integer, Integer> positions = new HashMap<>();
    for (Node node : planned.nodes()) {
      if (!Stored.isStored(planned, node)) {
        positions.put(node.id(), positions.size());
      }
    }
    return positions;
  }

  private static long floats(Node node, TensorType type, Placement place) {
    Layout layout = Sharing.layout(node);
    int[] shape = type.shape().sizes();
    long floats = layout.size(shape);
    return Sharing.hasImages(layout)
        ? (shape[0] - 1L) * place.batchStride() + floats / shape[0]
        : floats;
  }
}

package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The arena of a lowered graph run in the order of its nodes.
 *
 * @param indices the position of every buffer's block in {@code packing}
 */
record ArenaPlan(
    Graph graph, Map<Value, Region> regions, Map<Buffer, Integer> indices, Packing packing) {
  /** Offsets of buffers are multiples of this many floats: a cache line. */
  static final int ALIGNMENT = 16;

  /** The plan with the smallest arena over orders of execution and uses of in-place results. */
  static ArenaPlan of(Graph graph) {
    ArenaPlan best = null;
    for (Graph order : Schedules.of(graph)) {
      for (boolean isInPlace : new boolean[] {true, false}) {
        ArenaPlan plan = plan(order, isInPlace);
        best = best == null || plan.floats() < best.floats() ? plan : best;
      }
    }
    return best;
  }

  private static ArenaPlan plan(Graph graph, boolean isInPlace) {
    Sharing sharing =
        Sharing.of(graph)
            .orElseThrow(() -> new IllegalStateException("the views contradict each other"));
    Lifetimes lifetimes = new Lifetimes(graph);
    if (isInPlace) {
      InPlace.unite(graph, sharing, lifetimes);
    }
    Map<Buffer, Integer> indices = new LinkedHashMap<>();
    sharing.regions().values().forEach(r -> indices.putIfAbsent(r.buffer(), indices.size()));
    List<Block> blocks = new ArrayList<>();
    indices.keySet().forEach(b -> blocks.add(block(b, lifetimes)));
    Packing packing = Packing.of(blocks);
    return new ArenaPlan(graph, sharing.regions(), indices, packing);
  }

  long floats() {
    return packing.floats();
  }

  /**
   * The place of every computed value.
   *
   * @throws ArithmeticException when the arena has more floats than an array can
   */
  Map<Value, Placement> placements() {
    Map<Value, Placement> placements = new LinkedHashMap<>();
    regions.forEach((value, region) -> {
      long offset = packing.offsets().get(indices.get(region.buffer())) + region.offset();
      long stride = region.images() == 1 ? region.extent() : region.stride();
      placements.put(
          value,
          new Placement(Placement.Space.ARENA, Math.toIntExact(offset), Math.toIntExact(stride)));
    });
    return placements;
  }

  private static Block block(Buffer buffer, Lifetimes lifetimes) {
    int from = buffer.members().stream().mapToInt(lifetimes::made).min().orElseThrow();
    int to = buffer.members().stream().mapToInt(lifetimes::lastRead).max().orElseThrow();
    return new Block(align(buffer.floats()), from, to);
  }

  static long align(long floats) {
    return Math.ceilDiv(floats, ALIGNMENT) * (long) ALIGNMENT;
  }
}

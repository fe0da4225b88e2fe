package dev.whittle.ir;

import java.util.Map;

/**
 * The result of memory planning: every value's place, and the sizes of the spaces in floats.
 *
 * @param scratchFloats what one worker needs beside the arena
 */
public record MemoryPlan(
    Map<Value, Placement> placements, int arenaFloats, int weightsFloats, int scratchFloats) {
  public MemoryPlan {
    placements = Map.copyOf(placements);
  }
}

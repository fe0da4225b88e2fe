package dev.whittle.examples.glyphs;

import java.util.List;

/** A named f32 tensor of the network, row-major. */
record Weight(String name, List<Integer> shape, float[] values) {
  static Weight of(String name, float[] values, Integer... shape) {
    return new Weight(name, List.of(shape), values);
  }
}

package dev.whittle.passes.times;

import dev.whittle.runtime.Columns;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Tensor;
import java.util.Random;

/** Weights made up for layouts without zeros. */
final class ThinnedWeights {
  private ThinnedWeights() {}

  /**
   * A weight that {@code layout} leaves nothing out of but zeros.
   *
   * @param layout with columns; which of them have values is left to chance
   */
  static Tensor of(Layout layout, int[] shape, Random random) {
    int block = layout.block('O');
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    int width = values.length / shape[0];
    long left = Columns.all(block, shape);
    int wanted = layout.columns().orElseThrow().count();
    for (int output = 0; output < shape[0]; output += block) {
      for (int column = 0; column < width; column++) {
        if (random.nextDouble() * left < wanted) {
          fill(values, output, Math.min(output + block, shape[0]), width, column, random);
          wanted--;
        }
        left--;
      }
    }
    return Tensor.of(values, shape);
  }

  private static void fill(
      float[] values, int output, int end, int width, int column, Random random) {
    for (int o = output; o < end; o++) {
      values[o * width + column] = random.nextFloat() - 1;
    }
  }
}

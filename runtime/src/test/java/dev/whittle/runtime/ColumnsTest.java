package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ColumnsTest {
  @Property(tries = 300)
  void everyWeightIsFoundAgainAndNothingElse(@ForAll long seed) {
    Random random = new Random(seed);
    int[] shape = {
      1 + random.nextInt(9), 1 + random.nextInt(7), 1 + random.nextInt(3), 1 + random.nextInt(3)
    };
    int block = 1 + random.nextInt(5);
    int side = 1 + random.nextInt(4);
    float[] weight = weight(random, shape);
    int count = Columns.count(weight, shape, block);
    String text = "columns(%d,%d,1000,100,10):OIHW".formatted(count, side);
    Layout layout = Layout.parse(block == 1 ? text : text + block + "o");
    float[] packed = new float[Math.toIntExact(layout.size(shape))];
    Arrays.fill(packed, Float.NaN);
    layout.pack(weight, shape, packed, 0);
    assertThat(unpacked(layout, packed, side, shape)).isEqualTo(weight);
  }

  private static float[] weight(Random random, int... shape) {
    float[] weight = new float[(int) Tensor.elementCount(shape)];
    double density = random.nextDouble();
    for (int i = 0; i < weight.length; i++) {
      weight[i] = random.nextDouble() < density ? 1 + random.nextFloat() : 0f;
    }
    return weight;
  }

  /** Reads by the definition, from the distances back to inputs and taps. */
  private static float[] unpacked(Layout layout, float[] packed, int side, int... shape) {
    Columns columns = layout.columns().orElseThrow();
    int block = layout.block('O');
    float[] weight = new float[(int) Tensor.elementCount(shape)];
    int last = -1;
    for (int output = 0; output < shape[0]; output++) {
      int from = Float.floatToRawIntBits(packed[output / block]);
      int to = Float.floatToRawIntBits(packed[output / block + 1]);
      for (int column = from; column < to; column++) {
        int at = columns.distancesAt(block, shape[0]) + column;
        int distance = Float.floatToRawIntBits(packed[at]);
        int input = distance / 1000 * side + distance % 10;
        int place =
            ((output * shape[1] + input) * shape[2] + distance % 1000 / 100) * shape[3]
                + distance % 100 / 10;
        int w = columns.weightsAt(block, shape[0]) + column * block + output % block;
        weight[place] = packed[w];
        last = Math.max(last, w);
      }
    }
    assertThat(last).isLessThan(packed.length);
    return weight;
  }

  @Test
  void aWeightOfOtherZerosIsRefused() {
    int[] shape = {2, 3};
    float[] weight = {0, 1, 0, 2, 0, 0};
    assertThat(Columns.count(weight, shape, 1)).isEqualTo(2);
    assertThat(Columns.count(weight, shape, 2)).isEqualTo(2);
    for (String text : new String[] {"columns(1,1,1):OI", "columns(3,1,1):OI"}) {
      Layout layout = Layout.parse(text);
      float[] target = new float[(int) layout.size(shape)];
      assertThatThrownBy(() -> layout.pack(weight, shape, target, 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(text.substring(0, text.length() - 3));
    }
  }

  @Test
  void fitsWeightsOfAsManyColumnsAndAxes() {
    Layout layout = Layout.parse("columns(7,1,1):OI2o");
    assertThat(layout.fits(4, 4)).isTrue();
    assertThat(layout.fits(3, 3)).isFalse();
    assertThat(layout.fits(4, 4, 1)).isFalse();
    assertThat(layout.isForWeights()).isTrue();
    assertThatThrownBy(() -> layout.physical(4, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> layout.unpack(new float[64], 0, new int[] {4, 4}, new float[16]))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}

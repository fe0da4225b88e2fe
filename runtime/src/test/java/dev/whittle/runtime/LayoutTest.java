package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {
  private static final String[] LAYOUTS = {
    "C",
    "NC",
    "NCHW",
    "NHWC",
    "NCHW16c",
    "NCHW3c",
    "OIHW4i8o",
    "OIHW8o",
    "OI",
    "IO",
    "HWIO4o",
    "16cNCHW",
    "OIHW2o3i",
    "NCDHW4c",
    "NCHW2w",
    "NC8c"
  };

  /** The definition, one memory position at a time. */
  private static float[] packed(Layout layout, float[] source, int[] shape) {
    int[] sizes = layout.physical(shape);
    float[] target = new float[(int) layout.size(shape)];
    for (int at = 0; at < target.length; at++) {
      int[] position = new int[shape.length];
      int rest = at;
      for (int i = sizes.length - 1; i >= 0; i--) {
        Layout.Loop loop = layout.loops().get(i);
        int step = loop.block() > 0 ? 1 : layout.block(loop.axis());
        position[layout.axes().indexOf(loop.axis())] += rest % sizes[i] * step;
        rest /= sizes[i];
      }
      int logical = 0;
      boolean isInside = true;
      for (int a = 0; a < shape.length; a++) {
        isInside &= position[a] < shape[a];
        logical = logical * shape[a] + position[a];
      }
      target[at] = isInside ? source[logical] : 0;
    }
    return target;
  }

  @Property(tries = 1000)
  void packsByItsDefinitionAndUnpacks(@ForAll long seed) {
    Random random = new Random(seed);
    Layout layout = Layout.parse(LAYOUTS[random.nextInt(LAYOUTS.length)]);
    int[] shape = random.ints(layout.rank(), 1, 12).toArray();
    float[] source = new float[(int) Tensor.elementCount(shape)];
    for (int i = 0; i < source.length; i++) {
      source[i] = i + 1;
    }
    float[] target = new float[(int) layout.size(shape) + 7];
    Arrays.fill(target, -1);
    layout.pack(source, shape, target, 5);
    float[] expected = packed(layout, source, shape);
    assertThat(Arrays.copyOfRange(target, 5, target.length - 2)).isEqualTo(expected);
    assertThat(target).startsWith(-1, -1, -1, -1, -1).endsWith(-1, -1);
    float[] back = new float[source.length];
    layout.unpack(target, 5, shape, back);
    assertThat(back).isEqualTo(source);
  }

  @Property(tries = 500)
  void transformsKernelsAndLaysOutTheirValues(@ForAll long seed) {
    Random random = new Random(seed);
    Winograd transform = new Winograd(2 + 2 * random.nextInt(3), 3);
    String[] loops = {"HWOI4o", "OIHW", "WHIO3o", "OHWI16o5i", "HWIO"};
    Layout laid = Layout.parse(loops[random.nextInt(loops.length)]);
    Layout layout = Layout.parse(transform.text() + ":" + laid);
    int[][] kernels = {{3, 3}, {3, 1}, {1, 3}};
    int[] kernel = kernels[random.nextInt(kernels.length)];
    int[] shape = {1 + random.nextInt(20), 1 + random.nextInt(70), kernel[0], kernel[1]};
    int[] values = transform.values(kernel);
    int[] transformed = {shape[0], shape[1], values[0], values[1]};
    float[] source = new float[(int) Tensor.elementCount(shape)];
    for (int i = 0; i < source.length; i++) {
      source[i] = random.nextFloat(-1, 1);
    }
    double[][] matrix = transform.matrix(kernel);
    float[] row = new float[(int) Tensor.elementCount(transformed)];
    for (int i = 0; i < row.length; i++) {
      double sum = 0;
      for (int tap = 0; tap < matrix[0].length; tap++) {
        double value = source[i / matrix.length * matrix[0].length + tap];
        sum += matrix[i % matrix.length][tap] * value;
      }
      row[i] = (float) sum;
    }
    float[] target = new float[(int) layout.size(shape) + 7];
    Arrays.fill(target, -1);
    layout.pack(source, shape, target, 5);
    assertThat(Arrays.copyOfRange(target, 5, target.length - 2))
        .isEqualTo(packed(laid, row, transformed));
    assertThat(target).startsWith(-1, -1, -1, -1, -1).endsWith(-1, -1);
    assertThatThrownBy(() -> layout.unpack(target, 5, shape, source))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NCHW",
        "NCHW16c",
        "OIHW16i32o",
        "C",
        "HWIO8o",
        "winograd(4,3):HWOI32o",
        "columns(0,1,1):OI",
        "columns(7,16,9216,96,16):OIHW32o"
      })
  void printsWhatItParsed(String text) {
    assertThat(Layout.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c",
        "N4",
        "NN",
        "NC4N",
        "NX",
        "4c",
        "NC4c8c",
        "NC99999999999c",
        "winograd(3,3):OIHW",
        "winograd(4,3):NCHW",
        ":OIHW",
        "winograd(4,3):",
        "columns(7,1,1):",
        "columns(7,1,1):NC",
        "columns(7,1,1):IO",
        "columns(7,1,1):OI4i",
        "columns(7,0,1):OI",
        "columns(7):OI",
        "columns(7,1,9999999999):OI"
      })
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> Layout.parse(text))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
  }

  @Property(tries = 200)
  void takesTheQuartersOfAMatrixTogether(@ForAll long seed) {
    Random random = new Random(seed);
    String[] loops = {"HWOI4o", "OIHW", "WHIO3o", "HWOI16o5i"};
    Layout laid = Layout.parse(loops[random.nextInt(loops.length)]);
    Layout layout = Layout.parse("strassen:" + laid);
    int outputs = 1 + random.nextInt(20);
    int inputs = 1 + random.nextInt(300);
    float[][] matrix = new float[2 * outputs][2 * inputs];
    float[] source = new float[4 * outputs * inputs];
    for (int i = 0; i < source.length; i++) {
      source[i] = random.nextInt(-1000, 1001);
      matrix[i / (2 * inputs)][i % (2 * inputs)] = source[i];
    }
    float[] row = new float[7 * outputs * inputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        float a11 = matrix[o][i];
        float a12 = matrix[o][i + inputs];
        float a21 = matrix[o + outputs][i];
        float a22 = matrix[o + outputs][i + inputs];
        float[] factors = {
          a11, a12, a11 + a12 - a21 - a22, a22, a21 + a22, a21 + a22 - a11, a11 - a21
        };
        System.arraycopy(factors, 0, row, (o * inputs + i) * 7, 7);
      }
    }
    int[] shape = {2 * outputs, 2 * inputs, 1, 1};
    float[] target = new float[(int) layout.size(shape) + 7];
    Arrays.fill(target, -1);
    layout.pack(source, shape, target, 5);
    assertThat(Arrays.copyOfRange(target, 5, target.length - 2))
        .isEqualTo(packed(laid, row, new int[] {outputs, inputs, 7, 1}));
    assertThat(layout.fits(2 * outputs + 1, 2 * inputs, 1, 1)).isFalse();
    assertThat(layout.fits(2 * outputs, 2 * inputs + 1, 1, 1)).isFalse();
    assertThat(layout.fits(2 * outputs, 2 * inputs, 3, 1)).isFalse();
  }

  @Test
  void knowsItsSizes() {
    Layout blocked = Layout.parse("NCHW16c");
    assertThat(blocked.physical(1, 17, 3, 5)).containsExactly(1, 2, 3, 5, 16);
    assertThat(blocked.size(1, 17, 3, 5)).isEqualTo(480);
    assertThat(blocked.isPlain()).isFalse();
    assertThat(blocked.block('C')).isEqualTo(16);
    assertThat(Layout.plain(4).isPlain()).isTrue();
    assertThat(Layout.plain(0).size()).isEqualTo(1);
    Layout transformed = Layout.parse("winograd(4,3):HWOI16o");
    assertThat(transformed.physical(17, 5, 3, 3)).containsExactly(6, 6, 2, 5, 16);
    assertThat(transformed.physical(17, 5, 1, 3)).containsExactly(1, 6, 2, 5, 16);
    assertThat(transformed.fits(17, 5, 5, 3)).isFalse();
    assertThat(transformed.fits(17, 5, 1, 1)).isFalse();
  }
}

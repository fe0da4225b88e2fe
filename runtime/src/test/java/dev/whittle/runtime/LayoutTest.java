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

  @ParameterizedTest
  @ValueSource(strings = {"NCHW", "NCHW16c", "OIHW16i32o", "C", "HWIO8o"})
  void printsWhatItParsed(String text) {
    assertThat(Layout.parse(text).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "c", "N4", "NN", "NC4N", "NX", "4c", "NC4c8c", "NC99999999999c"})
  void refusesOtherTexts(String text) {
    assertThatThrownBy(() -> Layout.parse(text))
        .isInstanceOfAny(IllegalArgumentException.class, ArithmeticException.class);
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
  }
}

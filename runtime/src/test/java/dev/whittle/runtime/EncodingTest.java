package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EncodingTest {
  private static Tensor random(ElementType type, int elements, int percent, Random random) {
    byte[] bytes = new byte[elements * type.bytes()];
    for (int i = 0; i < elements; i++) {
      if (random.nextInt(100) < percent) {
        bytes[i * type.bytes() + random.nextInt(type.bytes())] = (byte) random.nextInt(1, 256);
      }
    }
    return Tensor.of(type, MemorySegment.ofArray(bytes), elements);
  }

  @Property(tries = 500)
  void givesBackWhatItTook(
      @ForAll ElementType type,
      @ForAll @IntRange(max = 300) int elements,
      @ForAll @IntRange(max = 100) int percent,
      @ForAll long seed) {
    Tensor tensor = random(type, elements, percent, new Random(seed));
    Encoding.withoutZeros(tensor)
        .ifPresent(data -> {
          assertThat(Encoding.NONZERO.fits(data.byteSize(), elements, type.bytes())).isTrue();
          assertThat(data.byteSize()).isLessThan(3 * tensor.data().byteSize() / 4 + 1);
          assertThat(Encoding.NONZERO.decode(type, data, elements)).isEqualTo(tensor);
        });
  }

  @Test
  void takesAnEighthOfAByteForAZero() {
    float[] values = new float[6400];
    values[17] = 1;
    values[6399] = -0f;
    assertThat(Encoding.withoutZeros(Tensor.of(values, 80, 80)).orElseThrow().byteSize())
        .isEqualTo(800 + 8);
  }

  @Test
  void leavesDenseTensorsAlone() {
    assertThat(Encoding.withoutZeros(random(ElementType.F32, 1000, 80, new Random(1)))).isEmpty();
    assertThat(Encoding.withoutZeros(Tensor.of(new float[0], 0))).isEmpty();
    assertThat(Encoding.withoutZeros(Tensor.of(new float[1], 1))).isEmpty();
  }

  @Test
  void refusesBytesThatDoNotFit() {
    assertThat(Encoding.NONZERO.fits(8, 64, 4)).isTrue();
    assertThat(Encoding.NONZERO.fits(8, 65, 4)).isFalse();
    assertThat(Encoding.NONZERO.fits(10, 64, 4)).isFalse();
    assertThat(Encoding.NONZERO.fits(16, 1, 4)).isFalse();
    assertThat(Encoding.NONZERO.fits(1L << 27, 1L << 30, 4)).isFalse();
    assertThat(Encoding.NONZERO.fits(8, Long.MAX_VALUE / 2, 8)).isFalse();
  }

  @Test
  void noticesWhenFlagsAndElementsDiffer() {
    MemorySegment data = MemorySegment.ofArray(new byte[12]);
    assertThatThrownBy(() -> Encoding.NONZERO.decode(ElementType.F32, data, 3))
        .hasMessage("it has more elements than it says");
    data.set(ValueLayout.JAVA_BYTE, 0, (byte) 5);
    assertThatThrownBy(() -> Encoding.NONZERO.decode(ElementType.F32, data, 3))
        .hasMessage("it has fewer elements than it says");
  }
}

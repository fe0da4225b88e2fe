package dev.whittle.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void comparesWithTheLargestMagnitude() {
    assertThat(Agreement.difference(new float[] {1, -4}, new float[] {1.5f, -4})).isEqualTo(0.125);
    assertThat(Agreement.difference(new float[] {1, 2}, new float[] {1, 2})).isZero();
  }

  @Test
  void whatCannotBeComparedIsNotWithinAnyTolerance() {
    float[] finite = {1, 2};
    assertThat(Agreement.difference(new float[] {1}, finite)).isInfinite();
    assertThat(Agreement.difference(new float[] {Float.NaN, 2}, finite)).isNaN();
    assertThat(Agreement.difference(finite, new float[] {1, Float.NaN})).isNaN();
    assertThat(Agreement.difference(new float[2], new float[2])).isNaN();
  }
}

package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.Winograd.Fraction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WinogradTest {
  private static final Fraction ZERO = new Fraction(0, 1);
  private static final Fraction ONE = new Fraction(1, 1);

  /** {@code sum_j A[i][j] G[j][k] B[j][l]} is 1 where {@code l = i + k}, else 0: a filter. */
  @ParameterizedTest
  @ValueSource(ints = {2, 4, 6})
  void filtersExactly(int outputs) {
    Winograd winograd = new Winograd(outputs, 3);
    Fraction[][] a = winograd.outputMatrix();
    Fraction[][] g = winograd.kernelMatrix();
    Fraction[][] b = winograd.inputMatrix();
    for (int i = 0; i < outputs; i++) {
      for (int k = 0; k < 3; k++) {
        for (int l = 0; l < winograd.products(); l++) {
          Fraction sum = ZERO;
          for (int j = 0; j < winograd.products(); j++) {
            Fraction negative = ZERO.minus(a[i][j].times(g[j][k]).times(b[j][l]));
            sum = sum.minus(negative);
          }
          assertThat(sum).as("%d %d %d", i, k, l).isEqualTo(l == i + k ? ONE : ZERO);
        }
      }
    }
  }

  @Test
  void nestsTheKernelMatrix() {
    Winograd winograd = new Winograd(2, 3);
    assertThat(winograd.matrix(1, 3)).isDeepEqualTo(winograd.matrix(3, 1)).hasDimensions(4, 3);
    assertThat(winograd.matrix(3)).isDeepEqualTo(winograd.matrix(3, 1));
    assertThat(winograd.matrix(3, 3)).hasDimensions(16, 9);
    assertThat(winograd.matrix(3, 3)[4 * 1 + 2][3 * 2 + 1]).isEqualTo(0.5 * -0.5);
  }
}

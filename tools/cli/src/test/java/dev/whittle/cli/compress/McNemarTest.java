package dev.whittle.cli.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class McNemarTest {
  @Test
  void hasTheValuesOfAFairCoin() {
    assertThat(new McNemar(0, 0).probability()).isEqualTo(1);
    assertThat(new McNemar(1, 0).probability()).isEqualTo(1);
    assertThat(new McNemar(5, 0).probability()).isCloseTo(2 / 32.0, within(1e-12));
    assertThat(new McNemar(1, 5).probability()).isCloseTo(2 * 7 / 64.0, within(1e-12));
    assertThat(new McNemar(2, 8).probability()).isCloseTo(2 * 56 / 1024.0, within(1e-12));
    assertThat(new McNemar(7, 7).probability()).isEqualTo(1);
  }

  @Test
  void countsAsWholeNumbersDo() {
    for (int lost = 0; lost <= 70; lost++) {
      for (int won = 0; won <= 70; won++) {
        assertThat(new McNemar(lost, won).probability())
            .as("%d lost, %d won", lost, won)
            .isCloseTo(counted(lost, won), within(1e-10));
      }
    }
  }

  private static double counted(int lost, int won) {
    BigInteger ways = BigInteger.ONE;
    BigInteger sum = BigInteger.ONE;
    for (int i = 1; i <= Math.min(lost, won); i++) {
      ways = ways.multiply(BigInteger.valueOf(lost + won - i + 1)).divide(BigInteger.valueOf(i));
      sum = sum.add(ways);
    }
    return Math.min(1, 2 * sum.doubleValue() / Math.pow(2, lost + won));
  }

  @Test
  void doesNotCareWhichNetworkComesFirst() {
    for (int lost = 0; lost <= 40; lost++) {
      for (int won = 0; won < lost; won++) {
        assertThat(new McNemar(lost, won).probability())
            .isEqualTo(new McNemar(won, lost).probability());
      }
    }
  }

  @Test
  void staysAProbabilityForManyPictures() {
    assertThat(new McNemar(50_000, 50_000).probability()).isCloseTo(1, within(1e-6));
    assertThat(new McNemar(50_000, 49_000).probability()).isBetween(1e-3, 2e-3);
    assertThat(new McNemar(50_000, 0).probability()).isZero();
    assertThatThrownBy(() -> new McNemar(-1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}

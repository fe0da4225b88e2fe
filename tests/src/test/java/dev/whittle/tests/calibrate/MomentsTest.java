package dev.whittle.tests.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.calibrate.Moments;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.tests.graphs.Cases;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums over observations that come in blocks are those over all of them. */
class MomentsTest {
  @Test
  void blocksAddUpToTheWhole() {
    Cases.run(
        "moments",
        60,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          int count = random.nextInt(1, 60);
          Matrix x = Synthetic.normal(random, count, random.nextInt(1, 6), 1000);
          Matrix y = Synthetic.normal(random, count, random.nextInt(1, 6), -30);
          Moments moments = new Moments(x.columns(), y.columns());
          for (int from = 0; from < count; ) {
            int to = random.nextInt(from + 1, count + 1);
            moments.add(Synthetic.rows(x, from, to), Synthetic.rows(y, from, to));
            from = to;
          }
          assertThat(moments.count()).isEqualTo(count);
          assertThat(moments.xMean()).containsExactly(Synthetic.means(x), within(1e-9));
          assertThat(moments.yMean()).containsExactly(Synthetic.means(y), within(1e-9));
          Matrix xCentred = Synthetic.centred(x);
          Matrix yCentred = Synthetic.centred(y);
          close(moments.xGram(), xCentred.gram());
          close(moments.cross(), xCentred.transpose().times(yCentred));
          assertThat(moments.yEnergy()).isCloseTo(yCentred.energy(), within(1e-7));
          for (int i = 0; i < x.columns(); i++) {
            assertThat(x.column(i)).contains(moments.least()[i], moments.most()[i]);
            double least = moments.least()[i];
            double most = moments.most()[i];
            assertThat(Arrays.stream(x.column(i)).boxed()).allMatch(v -> v >= least && v <= most);
          }
        });
  }

  private static void close(Matrix actual, Matrix expected) {
    assertThat(actual.values()).containsExactly(expected.values(), within(1e-7));
  }
}

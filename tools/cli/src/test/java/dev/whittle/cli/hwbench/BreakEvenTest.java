package dev.whittle.cli.hwbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.times.Pace;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Vectors;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BreakEvenTest {
  private static final Candidate KERNEL =
      new Candidate("sparse/rows", List.of(), Layout.parse("NC"), true, true, 0, 1);
  private static final ThinnedLayer DENSE = new ThinnedLayer(20, 30, 0, 1);

  @Test
  void everyKernelIsTimedAtEveryDensity() {
    Target target = new Target(Vectors.lanes(), 1);
    BreakEven bench = new BreakEven(2, target, Pace.rounds(1, Runnable::run));
    for (ThinnedLayer layer : List.of(DENSE, new ThinnedLayer(5, 32, 6, 3))) {
      Densities densities = bench.measure(layer);
      assertThat(densities.rows()).hasSize(5);
      assertThat(densities.rows())
          .allSatisfy(row -> {
            assertThat(row.best()).isPositive();
            assertThat(row.plain()).isPositive();
            assertThat(row.nanoseconds()).hasSameSizeAs(row.predicted()).doesNotContain(0);
            assertThat(row.predicted()).doesNotContain(0);
          });
      assertThat(densities.text()).contains(layer.name(), "0.02", "0.50", "times faster");
      assertThat(densities.json().asObject().get("breakEven").asObject().members())
          .hasSameSizeAs(densities.rows().getFirst().sparse());
    }
  }

  @Test
  void aKernelBreaksEvenWhereItTakesAsLongAsTheDenseOne() {
    assertThat(breakEven(0.5, 2)).isEqualTo(0.1 + 0.2 / 3, within(1e-9));
    assertThat(breakEven(0.5, 0.9)).isEqualTo(0.3);
    assertThat(breakEven(1.5, 0.9)).isZero();
  }

  /** For times at densities 0.1 and 0.3 beside a dense kernel's 1. */
  private static double breakEven(double... times) {
    List<Densities.Row> rows =
        Stream.of(0, 1)
            .map(i ->
                new Densities.Row(
                    i == 0 ? 0.1 : 0.3,
                    KERNEL,
                    1,
                    1,
                    List.of(KERNEL),
                    new double[] {times[i]},
                    new double[] {1}))
            .toList();
    return new Densities(DENSE, 1, rows).breakEven().get("sparse/rows");
  }
}

package dev.whittle.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.suite.Suites.Request;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void comparesTheSlowestWithTheFastestOfEachCollector() {
    Spread spread = new Spread("layer");
    for (double rate : new double[] {2.0, 1.6, 1.8}) {
      spread.add(Collector.G1, rate);
      spread.add(Collector.PARALLEL, 2 * rate);
    }
    spread.add(Collector.PARALLEL, 1.6);
    assertThat(spread.worstToBest(Collector.G1)).isEqualTo(1.25);
    assertThat(spread.worstToBest(Collector.PARALLEL)).isEqualTo(2.5);
    Request request =
        new Request("layers", Optional.empty(), 1, 1, 0, 1, Optional.empty(), Optional.of(3));
    SpreadResult result = new SpreadResult(request, List.of(spread));
    assertThat(result.text())
        .contains("layers, batch 1, 1 thread, 3 fresh JVMs for each collector")
        .contains("1.25", "2.50");
    assertThat(result.json().asObject().get("cases").asList().getFirst().asObject())
        .satisfies(json -> {
          assertThat(json.get("g1_worst_to_best").asDouble()).isEqualTo(1.25);
          assertThat(json.get("parallel_times_p").asList()).hasSize(4);
        });
  }
}

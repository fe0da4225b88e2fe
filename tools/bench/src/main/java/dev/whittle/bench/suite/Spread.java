package dev.whittle.bench.suite;

import dev.whittle.bench.Median;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How one case went in several virtual machines. What is kept of each is its median rate as a
 * multiple of the processor's rate in the same machine, so that a slow hour counts for neither.
 */
final class Spread {
  private final String name;
  private final Map<Collector, List<Double>> rates = new EnumMap<>(Collector.class);

  Spread(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  void add(Collector collector, double timesPeak) {
    rates.computeIfAbsent(collector, c -> new ArrayList<>()).add(timesPeak);
  }

  double median(Collector collector) {
    return Median.of(rates.get(collector));
  }

  /** The time of the slowest virtual machine to that of the fastest. */
  double worstToBest(Collector collector) {
    double best = rates.get(collector).stream().mapToDouble(r -> r).max().orElseThrow();
    double worst = rates.get(collector).stream().mapToDouble(r -> r).min().orElseThrow();
    return best / worst;
  }

  Json json() {
    Json.Builder json = Json.object().put("name", name);
    rates.forEach((collector, list) -> {
      String key = collector.name().toLowerCase(Locale.ROOT);
      json.put(key + "_times_p", Json.array(list.stream().<Json>map(Json.Real::new).toList()))
          .put(key + "_worst_to_best", worstToBest(collector));
    });
    return json.build();
  }
}

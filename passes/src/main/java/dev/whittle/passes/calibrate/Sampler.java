package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Runs a network on the inputs to calibrate on and samples its values at random places: at the same
 * ones, whatever network has the value. Networks run as compiled code; one item is in memory at a
 * time.
 */
final class Sampler {
  private final Data data;
  private final PassContext context;

  Sampler(Data data, PassContext context) {
    this.data = data;
    this.context = context;
  }

  /** Takes what was sampled. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param rows {@code C} channels for each place, one place after the other
     */
    void accept(String name, float[] rows);
  }

  /**
   * Runs a network.
   *
   * @param graph portable
   * @param positions by the names of the nodes to look at, whose single results are {@code [N, C,
   *     …]}
   */
  void run(Graph graph, Map<String, Positions> positions, Sink sink) {
    List<String> names = List.copyOf(positions.keySet());
    try (Tapped network = new Tapped(graph.bindAll(1), names, context)) {
      for (int item = 0; item < data.count(); item++) {
        Map<String, Tensor> values = network.run(data.inputs().apply(item));
        for (String name : names) {
          sink.accept(name, rows(values.get(name), positions.get(name), name, item));
        }
      }
    }
  }

  private static float[] rows(Tensor tensor, Positions positions, String name, int item) {
    int channels = tensor.size(1);
    int area = Math.toIntExact(tensor.elementCount() / tensor.size(0) / channels);
    int[] places = positions.of(name, item, tensor.size(0) * area);
    float[] values = tensor.floats();
    float[] rows = new float[places.length * channels];
    for (int row = 0; row < places.length; row++) {
      int from = places[row] / area * channels * area + places[row] % area;
      for (int channel = 0; channel < channels; channel++) {
        rows[row * channels + channel] = values[from + channel * area];
      }
    }
    return rows;
  }
}

package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs networks side by side on the same inputs and samples their values at the same random places.
 * Networks run as compiled code; one item is in memory at a time.
 */
final class Lockstep {
  private final Data data;
  private final PassContext context;

  Lockstep(Data data, PassContext context) {
    this.data = data;
    this.context = context;
  }

  /**
   * What to look at in one network.
   *
   * @param graph portable
   * @param names of nodes with a single result {@code [N, C, …]}
   */
  record View(Graph graph, List<String> names) {}

  /** Takes what was sampled. */
  @FunctionalInterface
  interface Sink {
    /**
     * @param view the position of the network
     * @param rows {@code C} channels for each place, one place after the other
     */
    void accept(int view, String name, float[] rows);
  }

  /**
   * Runs the networks.
   *
   * @param positions by the name of the node; the same for all networks
   */
  void run(List<View> views, Map<String, Positions> positions, Sink sink) {
    List<Tapped> networks = new ArrayList<>();
    try {
      views.forEach(v -> networks.add(new Tapped(v.graph().bindAll(1), v.names(), context)));
      for (int item = 0; item < data.count(); item++) {
        Map<String, Tensor> inputs = data.inputs().apply(item);
        for (int view = 0; view < networks.size(); view++) {
          Map<String, Tensor> values = networks.get(view).run(inputs);
          for (String name : views.get(view).names()) {
            sink.accept(view, name, rows(values.get(name), positions.get(name), name, item));
          }
        }
      }
    } finally {
      networks.forEach(Tapped::close);
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

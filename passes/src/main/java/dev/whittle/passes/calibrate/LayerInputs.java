package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Input;
import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs a network and shows what layers read and respond at sampled places. */
public final class LayerInputs {
  private final Graph graph;
  private final Calibration calibration;

  /** Looks at layers of {@code graph}, which is portable. */
  public LayerInputs(Graph graph, Calibration calibration) {
    this.graph = graph.bindAll(1);
    this.calibration = calibration;
  }

  /** Takes what was sampled of a layer for one item. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param reads for each group of the layer, one place after the other, as many numbers as a
     *     filter has weights
     * @param responses as many numbers for each place as the layer has outputs
     */
    void accept(String layer, List<float[]> reads, float[] responses);
  }

  /**
   * Runs the network once for each item.
   *
   * @param positions by the names of convolutions and dense layers
   */
  public void run(Map<String, Positions> positions, Sink sink) {
    Map<String, Value> taps = new LinkedHashMap<>();
    for (String name : positions.keySet()) {
      Node layer = graph.find(name).orElseThrow();
      taps.put(name(layer.value()), layer.value());
      if (!(graph.node(layer.operand(0)).op() instanceof Input)) {
        taps.put(name(layer.operand(0)), layer.operand(0));
      }
    }
    Data data = calibration.data();
    try (Tapped network = new Tapped(Tapped.of(graph, taps, Set.of()), calibration.context())) {
      for (int item = 0; item < data.count(); item++) {
        Map<String, Tensor> inputs = data.inputs().apply(item);
        Map<String, Tensor> values = network.run(inputs);
        for (String name : positions.keySet()) {
          Node layer = graph.find(name).orElseThrow();
          Tensor y = values.get(name(layer.value()));
          String read = name(layer.operand(0));
          Tensor x = values.containsKey(read) ? values.get(read) : inputs.get(read);
          int[] places = Sampler.places(y, positions.get(name), name, item);
          sink.accept(name, reads(layer, x, y, places), responses(name, y, places));
        }
      }
    }
  }

  private List<float[]> reads(Node layer, Tensor x, Tensor y, int[] places) {
    int groups = layer.op() instanceof Conv conv ? conv.groups() : 1;
    List<float[]> reads = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      float[] rows = Windows.rows(layer, x, y.shape(), places, group);
      calibration.requireFinite(graph.node(layer.operand(0)).name(), rows);
      reads.add(rows);
    }
    return reads;
  }

  private float[] responses(String name, Tensor y, int[] places) {
    float[] rows = Sampler.rows(y, places);
    calibration.requireFinite(name, rows);
    return rows;
  }

  private String name(Value value) {
    String name = graph.node(value).name();
    return value.index() == 0 ? name : name + "#" + value.index();
  }
}

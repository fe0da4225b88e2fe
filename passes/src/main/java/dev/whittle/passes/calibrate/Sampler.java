package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Runs a network on the inputs to calibrate on and samples its values at random places: at the same
 * ones, whatever network has the value. Networks run as compiled code, one item after the other;
 * beside what is sampled only {@link Reached} values stay in memory.
 */
public final class Sampler {
  private final Data data;
  private final PassContext context;

  /** Runs networks on {@code data}. */
  public Sampler(Data data, PassContext context) {
    this.data = data;
    this.context = context;
  }

  /** Takes what was sampled. */
  @FunctionalInterface
  public interface Sink {
    /**
     * @param rows {@code C} channels for each place, one place after the other
     */
    void accept(String name, float[] rows);
  }

  /**
   * Runs the part of a network behind the values that are reached.
   *
   * @param graph portable
   * @param positions by the names of the nodes to look at, whose single results are {@code [N, C,
   *     …]}
   * @param next names of nodes whose results are reached with this run, where there is room
   */
  public void run(
      Graph graph,
      Map<String, Positions> positions,
      List<String> next,
      Reached reached,
      Sink sink) {
    Graph bound = graph.bindAll(1);
    Set<String> known = Set.copyOf(reached.names());
    List<String> kept =
        next.stream()
            .filter(name -> !known.contains(name))
            .filter(name -> reached.hasRoom(bound.find(name).orElseThrow().type()))
            .toList();
    Map<String, Value> values = new LinkedHashMap<>();
    Stream.concat(positions.keySet().stream(), kept.stream())
        .forEach(name -> values.put(name, bound.find(name).orElseThrow().value()));
    Graph part = Tapped.of(bound, values, known);
    Map<String, List<Tensor>> more = new LinkedHashMap<>();
    try (Tapped network = new Tapped(part, context)) {
      for (int item = 0; item < data.count(); item++) {
        Map<String, Tensor> results = network.run(inputs(part, known, reached, item));
        for (String name : positions.keySet()) {
          sink.accept(name, rows(results.get(name), positions.get(name), name, item));
        }
        kept.forEach(
            name -> more.computeIfAbsent(name, _ -> new ArrayList<>()).add(results.get(name)));
      }
    }
    reached.add(more);
  }

  private Map<String, Tensor> inputs(Graph part, Set<String> known, Reached reached, int item) {
    List<String> names = part.inputs().stream().map(Node::name).toList();
    Map<String, Tensor> given = known.containsAll(names) ? Map.of() : data.inputs().apply(item);
    Map<String, Tensor> inputs = new HashMap<>();
    for (String name : names) {
      inputs.put(name, known.contains(name) ? reached.of(name, item) : given.get(name));
    }
    return inputs;
  }

  private static float[] rows(Tensor tensor, Positions positions, String name, int item) {
    return rows(tensor, places(tensor, positions, name, item));
  }

  /** The places of a map that are looked at. */
  static int[] places(Tensor tensor, Positions positions, String name, int item) {
    int channels = tensor.size(1);
    int area = Math.toIntExact(tensor.elementCount() / tensor.size(0) / channels);
    return positions.of(name, item, tensor.size(0) * area);
  }

  /** All channels of a tensor at some places, a row each. */
  static float[] rows(Tensor tensor, int[] places) {
    int channels = tensor.size(1);
    int area = Math.toIntExact(tensor.elementCount() / tensor.size(0) / channels);
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

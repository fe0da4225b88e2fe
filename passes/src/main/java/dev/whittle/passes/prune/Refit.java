package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.calibrate.Calibration;
import dev.whittle.passes.calibrate.LayerInputs;
import dev.whittle.passes.calibrate.Positions;
import dev.whittle.passes.calibrate.Targets;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Fits layers that have lost inputs to what they responded in the network as the pass found it:
 * their weights become W + D and their bias b + d such that Σ‖y − (W + D) x − b − d‖² is least over
 * the inputs x that they read now, at sampled places, D drawn towards 0 by a small ridge.
 */
final class Refit {
  private final Calibration calibration;
  private final Targets targets;
  private final Map<String, int[]> outputs = new HashMap<>();

  /**
   * Fits to {@code graph}.
   *
   * @param gone all sets of {@code sets} that will go
   */
  Refit(Graph graph, ChannelSets sets, Set<Integer> gone, Calibration calibration) {
    this.calibration = calibration;
    this.targets = new Targets(graph, calibration);
    for (Node node : sets.graph().nodes()) {
      if (Bundle.isMaker(sets.graph(), node) && isAny(sets, node.operand(0), gone)) {
        int channels = sets.channels(node.value());
        targets.expect(node.name(), channels);
        outputs.put(node.name(), IntStream.range(0, channels).toArray());
      }
    }
  }

  private static boolean isAny(ChannelSets sets, Value value, Set<Integer> gone) {
    return IntStream.range(0, sets.channels(value))
        .anyMatch(i -> gone.contains(sets.set(value, i)));
  }

  /** Takes note that a layer has outputs {@code lost} no more. */
  void lost(String layer, int[] lost) {
    Set<Integer> set = new HashSet<>();
    for (int output : lost) {
      set.add(output);
    }
    outputs.computeIfPresent(
        layer, (_, all) -> IntStream.of(all).filter(output -> !set.contains(output)).toArray());
  }

  /** {@code graph} with the layers {@code readers} fitted. */
  Graph after(Graph graph, List<String> readers, String pass) {
    if (readers.isEmpty() || !calibration.context().mayPatch()) {
      return graph;
    }
    Map<String, Positions> positions = new LinkedHashMap<>();
    Map<String, List<Residuals>> residuals = new HashMap<>();
    Map<String, Integer> rows = new HashMap<>();
    readers.forEach(name -> positions.put(name, targets.positions(name)));
    readers.forEach(name -> residuals.put(name, new ArrayList<>()));
    new LayerInputs(graph, calibration)
        .run(
            positions,
            (name, reads, responses) -> {
              int from = rows.getOrDefault(name, 0);
              int to = from + responses.length / outputs.get(name).length;
              Matrix wanted = targets.of(name).rows(from, to);
              float[] missing = missing(wanted, responses, outputs.get(name));
              add(residuals.get(name), reads, missing, to - from);
              rows.put(name, to);
            });
    Patch.Builder patch = Patch.of(graph, pass, "FitReaders");
    for (String name : readers) {
      fit(graph.find(name).orElseThrow(), graph, residuals.get(name), patch);
    }
    return calibration.context().apply(graph, patch.build());
  }

  /** What responses lack to the wanted ones, of which they have the columns {@code columns}. */
  private static float[] missing(Matrix wanted, float[] responses, int[] columns) {
    float[] missing = new float[responses.length];
    for (int i = 0; i < missing.length; i++) {
      double target = wanted.get(i / columns.length, columns[i % columns.length]);
      missing[i] = (float) (target - responses[i]);
    }
    return missing;
  }

  private static void add(List<Residuals> groups, List<float[]> reads, float[] missing, int rows) {
    int each = missing.length / rows / reads.size();
    for (int group = 0; group < reads.size(); group++) {
      if (groups.size() == group) {
        groups.add(new Residuals(reads.get(group).length / rows, each));
      }
      float[] own = new float[rows * each];
      for (int row = 0; row < rows; row++) {
        System.arraycopy(missing, row * each * reads.size() + group * each, own, row * each, each);
      }
      groups.get(group).add(reads.get(group), own);
    }
  }

  private void fit(Node layer, Graph graph, List<Residuals> groups, Patch.Builder patch) {
    PassContext context = calibration.context();
    Tensor weight = Layer.known(graph, layer.operand(1), context).orElseThrow();
    float[] weights = weight.floats().clone();
    float[] bias =
        layer.operands().size() > 2
            ? Layer.known(graph, layer.operand(2), context).orElseThrow().floats().clone()
            : new float[weight.size(0)];
    int each = bias.length / groups.size();
    int inputs = weights.length / bias.length;
    for (int output = 0; output < bias.length; output++) {
      Residuals.Fit fit = groups.get(output / each).fit();
      for (int input = 0; input < inputs; input++) {
        weights[output * inputs + input] += (float) fit.slope().get(input, output % each);
      }
      bias[output] += (float) fit.shift()[output % each];
    }
    String name = layer.name();
    List<Value> operands =
        List.of(
            layer.operand(0),
            patch.add(
                layer,
                name + ".fitted_weight",
                new Constant(Tensor.of(weights, weight.shape())),
                List.of()),
            patch.add(
                layer,
                name + ".fitted_bias",
                new Constant(Tensor.of(bias, bias.length)),
                List.of()));
    patch.replace(layer, layer.op(), operands);
  }
}

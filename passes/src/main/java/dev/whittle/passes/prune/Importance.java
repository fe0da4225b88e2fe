package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.calibrate.Calibration;
import dev.whittle.passes.calibrate.Samples;
import dev.whittle.passes.calibrate.Targets;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.prune.Bundle.Filter;
import dev.whittle.passes.prune.Bundle.Unit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** How much an output of a layer matters. */
enum Importance {
  /** The norm of its weights (Li et al. 2017, with squares). */
  NORM,
  /**
   * The same times the mean square of the weights that read it: what stays the same where a ReLU
   * passes a factor on from the one to the others.
   */
  PATH,
  /** The mean of its absolute responses, behind the activation that follows. */
  ACTIVATION,
  /** Nothing: a random number. */
  RANDOM;

  private static final int ROWS = 256;

  static List<String> names() {
    return Arrays.stream(values()).map(i -> i.name().toLowerCase(Locale.ROOT)).toList();
  }

  static Importance of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The importance of each unit of each bundle. */
  List<double[]> of(ChannelSets sets, List<Bundle> bundles, Calibration calibration) {
    Graph graph = sets.graph();
    Map<String, double[]> byLayer = new HashMap<>();
    PassContext context = calibration.context();
    switch (this) {
      case NORM, PATH -> {
        for (String layer : layers(bundles)) {
          byLayer.put(layer, energies(graph, layer, context));
        }
      }
      case ACTIVATION -> byLayer.putAll(responses(graph, layers(bundles), calibration));
      case RANDOM -> {
        SplittableRandom random = new SplittableRandom(calibration.seed());
        return bundles.stream()
            .map(bundle -> random.doubles(bundle.units().size()).toArray())
            .toList();
      }
    }
    List<double[]> importance = new ArrayList<>();
    for (Bundle bundle : bundles) {
      double[] own = bundle.units().stream().mapToDouble(unit -> sum(unit, byLayer)).toArray();
      if (this == PATH) {
        weighByReaders(own, bundle.units(), sets, context);
      }
      importance.add(own);
    }
    return importance;
  }

  /** Multiplies the importance of units that can go with the weights that read them. */
  private static void weighByReaders(
      double[] importance, List<Unit> units, ChannelSets sets, PassContext context) {
    int[] free =
        IntStream.range(0, units.size()).filter(i -> units.get(i).hold().isEmpty()).toArray();
    List<Integer> numbers = Arrays.stream(free).mapToObj(i -> units.get(i).set()).toList();
    Readers readers = new Readers(sets.graph(), sets, numbers, context);
    for (int i = 0; i < free.length; i++) {
      importance[free[i]] *= readers.meanSquare(i);
    }
  }

  private static List<String> layers(List<Bundle> bundles) {
    return bundles.stream().filter(Bundle::isFree).flatMap(b -> b.layers().stream()).toList();
  }

  private static double sum(Unit unit, Map<String, double[]> byLayer) {
    double sum = 0;
    for (Filter filter : unit.filters()) {
      sum += byLayer.containsKey(filter.layer()) ? byLayer.get(filter.layer())[filter.index()] : 0;
    }
    return sum;
  }

  /** The squares of the weights of each output of a layer. */
  static double[] energies(Graph graph, String name, PassContext context) {
    Layer layer = Layer.of(graph, graph.find(name).orElseThrow(), context).orElseThrow();
    float[] weights = layer.weights().get();
    double[] energies = new double[layer.sizes().getFirst()];
    int each = weights.length / energies.length;
    for (int i = 0; i < weights.length; i++) {
      energies[i / each] += (double) weights[i] * weights[i];
    }
    return energies;
  }

  private static Map<String, double[]> responses(
      Graph graph, List<String> layers, Calibration calibration) {
    Targets targets = new Targets(graph, calibration);
    Map<String, String> shown = new HashMap<>();
    for (String layer : layers) {
      Node node = shown(graph, graph.find(layer).orElseThrow());
      shown.put(layer, node.name());
      targets.expect(node.name(), node.type().shape().size(1));
    }
    Map<String, double[]> means = new HashMap<>();
    shown.forEach((layer, name) -> means.put(layer, means(targets.of(name))));
    return means;
  }

  /** The last of the activations and batch norms that are all that reads a layer. */
  private static Node shown(Graph graph, Node layer) {
    Node node = layer;
    while (graph.useCount(node.value()) == 1 && graph.users(node).size() == 1) {
      Node reader = graph.users(node).getFirst();
      if (!(reader.op() instanceof Activation || reader.op() instanceof BatchNorm)) {
        break;
      }
      node = reader;
    }
    return node;
  }

  private static double[] means(Samples samples) {
    double[] means = new double[samples.channels()];
    for (int from = 0; from < samples.rows(); from += ROWS) {
      Matrix block = samples.rows(from, Math.min(samples.rows(), from + ROWS));
      for (int i = 0; i < block.values().length; i++) {
        means[i % means.length] += Math.abs(block.values()[i]) / samples.rows();
      }
    }
    return means;
  }
}

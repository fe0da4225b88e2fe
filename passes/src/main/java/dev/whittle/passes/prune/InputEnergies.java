package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.passes.calibrate.Calibration;
import dev.whittle.passes.calibrate.LayerInputs;
import dev.whittle.passes.calibrate.Positions;
import dev.whittle.passes.factorise.Layer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Mean squares of what each weight of a layer is multiplied with: the diagonal of the Hessian of
 * half the squared error of the layer's responses, as in optimal brain damage (LeCun, Denker and
 * Solla 1990).
 */
final class InputEnergies {
  private final Map<String, double[]> sums = new HashMap<>();
  private final Map<String, Integer> rows = new HashMap<>();

  private final Map<String, Pattern.Form> forms = new HashMap<>();

  private InputEnergies(List<Layer> layers) {
    layers.forEach(layer -> forms.put(layer.name(), Pattern.Form.of(layer)));
  }

  /**
   * Of {@code layers} of {@code graph}, by name: for each group, one for each weight of a filter.
   */
  static Map<String, double[]> of(Graph graph, List<Layer> layers, Calibration calibration) {
    InputEnergies energies = new InputEnergies(layers);
    Map<String, Positions> positions = new LinkedHashMap<>();
    layers.forEach(
        layer -> positions.put(layer.name(), calibration.positions(layer.sizes().getFirst())));
    if (!layers.isEmpty()) {
      new LayerInputs(graph, calibration)
          .run(positions, (name, reads, responses) -> energies.add(name, reads));
    }
    Map<String, double[]> means = new HashMap<>();
    for (Layer layer : layers) {
      int count = energies.rows.get(layer.name());
      double[] mean = energies.sums.get(layer.name());
      for (int i = 0; i < mean.length; i++) {
        mean[i] /= count;
      }
      means.put(layer.name(), mean);
    }
    return means;
  }

  private void add(String name, List<float[]> reads) {
    Pattern.Form form = forms.get(name);
    double[] sum = sums.computeIfAbsent(name, _ -> new double[reads.size() * form.row()]);
    for (int group = 0; group < reads.size(); group++) {
      float[] read = reads.get(group);
      for (int i = 0; i < read.length; i++) {
        sum[group * form.row() + i % form.row()] += (double) read[i] * read[i];
      }
    }
    rows.merge(name, reads.getFirst().length / form.row(), Integer::sum);
  }
}

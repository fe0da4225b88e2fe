package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.PassOption.Type;
import dev.whittle.passes.calibrate.Calibration;
import dev.whittle.passes.prune.MaskPass.Masked;
import dev.whittle.passes.prune.MaskPass.Saliencies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** The passes that put zeros for weights. */
public final class Masks {
  private static final PassOption SALIENCY =
      new PassOption(
              "saliency",
              Type.TEXT,
              "magnitude",
              "What is kept: large weights by magnitude, by second-order those that are large for"
                  + " what they are multiplied with.")
          .among(List.of("magnitude", "second-order"));

  private static final PassOption ROWS =
      new PassOption("rows", Type.INTEGER, 16, "Outputs of a block.").within(1, 1 << 20);

  private static final PassOption COLUMNS =
      new PassOption("columns", Type.INTEGER, 1, "Weights of each output in a block.")
          .within(1, 1 << 20);

  private static final PassOption CHOICE =
      new PassOption(
              "choice", Type.TEXT, "random", "Which links stay: any, or those of large norm.")
          .among(List.of("random", "norm"));

  private static final PassOption SEED =
      new PassOption("seed", Type.INTEGER, 1, "Of the links that are drawn.");

  private static final List<PassOption> SHARES = List.of(Amount.DENSITY, Amount.RATIO);

  /** Single weights, by magnitude as Han et al. 2015 or as LeCun, Denker and Solla 1990. */
  public static final Pass WEIGHTS =
      share(
          "prune-weights",
          "Puts zeros for weights, the least salient first.",
          (layer, context) -> Pattern.weights(layer));

  /** Columns of im2col: Lebedev and Lempitsky 2016. */
  public static final Pass GROUPS =
      share(
          "prune-groups",
          "Puts zeros for what all filters read at an input channel and place of the kernel.",
          (layer, context) -> Pattern.columns(layer));

  /** Blocks of the weights' matrix. */
  public static final Pass BLOCKS =
      share(
          "prune-blocks",
          "Puts zeros for blocks of weights, the least salient first.",
          (layer, context) ->
              Pattern.blocks(
                  layer,
                  context.option(ROWS, Integer.class),
                  context.option(COLUMNS, Integer.class)),
          ROWS,
          COLUMNS);

  /** Links between maps: Ciresan et al. 2011. */
  public static final Pass LINKS =
      MaskPass.of(
          "connection-table",
          "Keeps some links between maps of convolutions, and puts zeros for the other kernels.",
          node -> node.op() instanceof Conv,
          (layer, context) -> Pattern.planes(layer),
          List.of(Amount.LINKS),
          Masks::links,
          CHOICE,
          SEED);

  private Masks() {}

  private static Pass share(String name, String summary, Pattern pattern, PassOption... own) {
    PassOption[] options = new PassOption[own.length + 4];
    System.arraycopy(own, 0, options, 0, own.length);
    List<PassOption> others =
        List.of(Amount.ACROSS, SALIENCY, Calibration.POSITIONS, Calibration.SEED);
    for (int i = 0; i < others.size(); i++) {
      options[own.length + i] = others.get(i);
    }
    Saliencies saliencies = (graph, layers, context) -> energies(name, graph, layers, context);
    return MaskPass.of(name, summary, Masks::isLayer, pattern, SHARES, saliencies, options);
  }

  private static boolean isLayer(Node node) {
    return node.op() instanceof Conv || node.op() instanceof Dense;
  }

  private static List<double[]> energies(
      String pass, Graph graph, List<Masked> layers, PassContext context) {
    boolean isCalibrated = context.option(SALIENCY, String.class).equals("second-order");
    Calibration calibration =
        Calibration.of(
            graph, context, pass, "go by the weights alone with `saliency: \"magnitude\"`");
    Map<String, double[]> inputs =
        isCalibrated
            ? InputEnergies.of(graph, layers.stream().map(Masked::layer).toList(), calibration)
            : Map.of();
    return layers.stream()
        .map(masked -> means(masked, Optional.ofNullable(inputs.get(masked.layer().name()))))
        .toList();
  }

  /**
   * The mean square of the weights of each unit.
   *
   * @param inputs by which squares are multiplied, for each group one for each weight of a filter
   */
  private static double[] means(Masked masked, Optional<double[]> inputs) {
    Pattern.Form form = Pattern.Form.of(masked.layer());
    float[] weights = masked.layer().weights().get();
    double[] sums = new double[masked.count()];
    int[] counts = new int[sums.length];
    for (int i = 0; i < weights.length; i++) {
      int group = i / form.row() / form.each();
      double input = inputs.isEmpty() ? 1 : inputs.get()[group * form.row() + i % form.row()];
      sums[masked.units()[i]] += (double) weights[i] * weights[i] * input;
      counts[masked.units()[i]]++;
    }
    for (int unit = 0; unit < sums.length; unit++) {
      sums[unit] /= counts[unit];
    }
    return sums;
  }

  private static List<double[]> links(Graph graph, List<Masked> layers, PassContext context) {
    if (context.option(CHOICE, String.class).equals("norm")) {
      return layers.stream().map(masked -> means(masked, Optional.empty())).toList();
    }
    long seed = context.option(SEED, Integer.class);
    return layers.stream().map(masked -> random(masked, seed)).toList();
  }

  private static double[] random(Masked masked, long seed) {
    return new SplittableRandom(seed + masked.layer().name().hashCode())
        .doubles(masked.count())
        .toArray();
  }
}

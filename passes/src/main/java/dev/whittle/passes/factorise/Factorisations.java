package dev.whittle.passes.factorise;

import dev.whittle.passes.Pass;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.PassOption.Type;
import java.util.Optional;

/** The passes that take layers apart by what their weights alone tell. */
public final class Factorisations {
  private static final PassOption WAYS =
      new PassOption(
              "ways",
              Type.INTEGER,
              4,
              "Axes that are taken apart: 4, or 3 where the kernel's height and width count as one.")
          .within(3, 4);

  private static final PassOption DIGITS =
      new PassOption(
              "digits",
              Type.INTEGER,
              3,
              "Into how many factors the numbers of inputs and of outputs are divided.")
          .within(2, 8);

  public static final Pass DENSE =
      FactorisePass.of(
          "factorise-dense",
          "Puts fewer features between two halves of a dense layer or a 1x1 convolution.",
          (layer, context) -> DenseSvd.of(layer));

  public static final Pass SPLIT_SPATIAL =
      FactorisePass.of(
          "split-spatial",
          "Splits convolutions into one along the height and one along the width.",
          (layer, context) -> SpatialSplit.of(layer));

  public static final Pass TUCKER =
      FactorisePass.of(
          "factorise-tucker",
          "Puts convolutions between two 1x1 convolutions, so that they have fewer channels.",
          (layer, context) -> TuckerTwo.of(layer));

  public static final Pass CP =
      FactorisePass.of(
          "factorise-cp",
          "Writes convolutions as a 1x1, depthwise ones along each axis, and a 1x1 convolution.",
          (layer, context) -> CanonicalChain.of(layer, context.option(WAYS, Integer.class) == 3),
          WAYS);

  public static final Pass FLATTENED =
      FactorisePass.of(
          "factorise-flattened",
          "Writes each filter as products of three lines: across channels, height and width.",
          (layer, context) -> Flattened.of(layer));

  public static final Pass TT =
      FactorisePass.of(
          "factorise-tt",
          "Writes dense layers as chains of small products, one for each factor of their sizes.",
          (layer, context) -> DenseTrain.of(layer, context.option(DIGITS, Integer.class)),
          DIGITS);

  private static final PassOption OUTPUTS =
      new PassOption(
              "outputs",
              Type.INTEGER,
              2,
              "Clusters of filters, or the next lower number that divides theirs.")
          .within(1, 1024);

  private static final PassOption INPUTS =
      new PassOption(
              "inputs",
              Type.INTEGER,
              2,
              "Clusters of input channels, or the next lower number that divides theirs.")
          .within(1, 1024);

  public static final Pass BICLUSTER =
      FactorisePass.of(
          "cluster-bicluster",
          "Clusters the filters and the inputs of convolutions, and factorises each pair.",
          (layer, context) ->
              Biclusters.of(
                  layer,
                  context.option(OUTPUTS, Integer.class),
                  context.option(INPUTS, Integer.class)),
          OUTPUTS,
          INPUTS);

  public static final Pass SPATIAL_CHANNELS =
      FactorisePass.of(
          "factorise-spatial",
          "Writes convolutions as one along the height, one along the width, and a 1x1 convolution.",
          (layer, context) -> SpatialChannels.of(layer));

  private static final PassOption COLOURS =
      new PassOption(
              "clusters",
              Type.INTEGER,
              8,
              "Clusters of filters, or the next lower number that divides theirs.")
          .within(1, 4096);

  public static final Pass MONOCHROME =
      FactorisePass.of(
          "cluster-monochrome",
          "Clusters filters by colour; those of a cluster read maps of its colours alone.",
          (layer, context) -> Monochrome.of(layer, context.option(COLOURS, Integer.class)),
          COLOURS);

  private static final PassOption WIDTH =
      new PassOption(
              "width",
              Type.NUMBER,
              1.0,
              "How far taps tell of each other, the deviation of a Gaussian in taps.")
          .within(0.1, 10);

  public static final Pass PREDICT =
      FactorisePass.of(
          "predict-weights",
          "Keeps a few taps of each kernel of convolutions and predicts the others from them.",
          (layer, context) -> SmoothFilters.of(layer, context.option(WIDTH, Double.class)),
          WIDTH);

  private Factorisations() {}

  /** All that {@code split-spatial} makes of a layer; nothing when it is not meant for it. */
  public static Optional<Factorisation> splitSpatial(Layer layer) {
    return SpatialSplit.of(layer);
  }

  /** All that {@code factorise-dense} makes of a layer; nothing when it is not meant for it. */
  public static Optional<Factorisation> dense(Layer layer) {
    return DenseSvd.of(layer);
  }
}

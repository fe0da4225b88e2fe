package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Relu;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.PassOption.Type;
import dev.whittle.passes.calibrate.Responses.Fit;
import dev.whittle.passes.factorise.Factorisation;
import dev.whittle.passes.factorise.FactorisePass;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.factorise.Method;
import java.util.Map;
import java.util.Optional;

/**
 * Gives convolutions fewer filters and a 1x1 convolution behind them, fitted to what they respond
 * to calibration data (Zhang et al. 2016). Layers are rewritten front to back.
 */
public final class FactoriseChannels implements Pass {
  static final String NAME = "factorise-channels";

  private static final PassOption SOLVER =
      new PassOption(
              "solver",
              Type.TEXT,
              "nonlinear",
              "What is kept: the weights by svd, responses by linear, those behind a ReLU by"
                  + " nonlinear, by asymmetric also what the layers before have lost.")
          .among(Solver.names());

  private static final PassOption TURNS =
      new PassOption("turns", Type.INTEGER, 10, "Turns of the fit behind a ReLU.").within(1, 1000);

  public static final Pass PASS = new FactoriseChannels();

  private final PassInfo info = with((layer, context) -> Optional.empty()).info();

  private FactoriseChannels() {}

  private static FactorisePass with(Method method) {
    return FactorisePass.of(
        NAME,
        "Gives convolutions fewer filters and a 1x1 convolution, fitted to their responses.",
        method,
        SOLVER,
        Calibration.POSITIONS,
        TURNS,
        Calibration.SEED);
  }

  @Override
  public PassInfo info() {
    return info;
  }

  @Override
  public Optional<String> objection(Map<String, Object> options) {
    return with((layer, context) -> Optional.empty()).objection(options);
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    Targets targets =
        new Targets(
            graph,
            Calibration.of(graph, context, NAME, "go by the weights alone with `solver: \"svd\"`"));
    Fit fit =
        new Fit(
            Solver.of(context.option(SOLVER, String.class)),
            context.option(TURNS, Integer.class),
            targets);
    return with((layer, c) -> responses(layer, graph, fit, c)).run(graph, context);
  }

  private static Optional<Factorisation> responses(
      Layer layer, Graph graph, Fit fit, PassContext context) {
    if (!(layer.op() instanceof Conv conv) || conv.groups() > 1) {
      return Optional.empty();
    }
    Node node = graph.find(layer.name()).orElseThrow();
    Optional<double[]> bias = bias(layer, graph, node, context);
    bias.ifPresent(_ -> fit.targets().expect(layer.name(), layer.sizes().getFirst()));
    return bias.map(b -> new Responses(layer, conv, b, isRectified(graph, node), fit));
  }

  /** The layer's bias, zeros where it has none; nothing when it is not at hand. */
  private static Optional<double[]> bias(Layer layer, Graph graph, Node node, PassContext context) {
    if (!layer.hasBias()) {
      return Optional.of(new double[layer.sizes().getFirst()]);
    }
    return Layer.known(graph, node.operand(2), context)
        .map(tensor -> {
          float[] floats = tensor.floats();
          double[] values = new double[floats.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = floats[i];
          }
          return values;
        });
  }

  private static boolean isRectified(Graph graph, Node node) {
    return !graph.isOutput(node.value())
        && graph.users(node).stream().allMatch(user -> user.op() instanceof Relu);
  }
}

package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.lower.Kind.Base;
import dev.whittle.grammar.lower.Signature.Param;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The functions that make their weights: each names its parameters {@code path.weight} and so on.
 */
final class Layers {
  private static final Param X = Param.required("x", Base.TENSOR);
  private static final Param BIAS = Param.of("bias", Base.BOOL, Datum.of(true));
  private static final Param WEIGHTS = Param.optional("weights", Base.TEXT);
  private static final Param KERNEL = Param.required("kernel", Base.INTS);
  private static final Param STRIDE = Param.of("stride", Base.INTS, Datum.of(1)).alias("strides");
  private static final Param PADS = Param.of("pads", Base.PADS, Datum.of(0)).alias("pad");
  private static final Param DILATION =
      Param.of("dilation", Base.INTS, Datum.of(1)).alias("dilations");

  private static final Map<String, Signature> SIGNATURES =
      new TreeMap<>(
          Map.of(
              "conv",
              Signature.of(
                  "conv",
                  X,
                  Param.required("channels", Base.INT),
                  KERNEL,
                  STRIDE,
                  PADS,
                  DILATION,
                  Param.of("groups", Base.INT, Datum.of(1)),
                  BIAS,
                  WEIGHTS),
              "depthwise_conv",
              Signature.of(
                  "depthwise_conv",
                  X,
                  KERNEL,
                  STRIDE,
                  PADS,
                  DILATION,
                  Param.of("multiplier", Base.INT, Datum.of(1)),
                  BIAS,
                  WEIGHTS),
              "dense",
              Signature.of("dense", X, Param.required("units", Base.INT), BIAS, WEIGHTS),
              "batch_norm",
              Signature.of(
                  "batch_norm", X, Param.of("epsilon", Base.FLOAT, Datum.of(1e-5)), WEIGHTS)));

  private final Emitter emitter;
  private final Problems problems;

  Layers(Emitter emitter, Problems problems) {
    this.emitter = emitter;
    this.problems = problems;
  }

  static Optional<Signature> find(String name) {
    return Optional.ofNullable(SIGNATURES.get(name));
  }

  static List<String> names() {
    return List.copyOf(SIGNATURES.keySet());
  }

  /**
   * Adds a layer and its parameters.
   *
   * @param site names the parameters and the node
   */
  Value add(Given given, Site site) {
    return switch (given.functionName()) {
      case "conv" -> conv(given, site);
      case "depthwise_conv" -> depthwise(given, site);
      case "dense" -> dense(given, site);
      default -> batchNorm(given, site);
    };
  }

  private Value conv(Given given, Site site) {
    int inputs = channels(given, 3);
    int outputs = given.integer("channels", 1);
    int groups = given.integer("groups", 1);
    if (inputs % groups != 0 || outputs % groups != 0) {
      problems.error(
          Mistake.BAD_SHAPE,
          given.span("groups"),
          "`groups` must divide the %d input and %d output channels, is %d"
                  .formatted(inputs, outputs, groups)
              + Emitter.inside(site.frame()),
          "");
      throw new Mistaken();
    }
    return convolve(given, site, outputs, groups);
  }

  private Value depthwise(Given given, Site site) {
    int inputs = channels(given, 3);
    long outputs = (long) inputs * given.integer("multiplier", 1);
    if (outputs > Integer.MAX_VALUE) {
      given.bad("multiplier", "`multiplier` makes %d channels".formatted(outputs), "");
    }
    return convolve(given, site, (int) outputs, inputs);
  }

  private Value convolve(Given given, Site site, int outputs, int groups) {
    TensorType x = emitter.type(given.tensor("x"));
    Windows windows = new Windows(Optional.of(x), problems);
    List<Integer> kernel = given.integers("kernel", windows.spatial());
    Conv op =
        new Conv(
            kernel,
            given.integers("stride", windows.spatial()),
            windows.pads(given, "pads"),
            given.integers("dilation", windows.spatial()),
            groups);
    if (kernel.size() != windows.spatial()) {
      problems.error(
          Mistake.BAD_SHAPE,
          given.span("kernel"),
          "`kernel` must list %d numbers for %s, lists %d"
                  .formatted(windows.spatial(), x, kernel.size())
              + Emitter.inside(site.frame()));
      throw new Mistaken();
    }
    for (int size : kernel) {
      if (size < 1) {
        given.bad("kernel", "`kernel` must be at least 1, is " + kernel, "");
      }
    }
    List<Dim> shape = new ArrayList<>();
    shape.add(Dim.of(outputs));
    shape.add(Dim.of(x.shape().size(1) / groups));
    kernel.forEach(k -> shape.add(Dim.of(k)));
    return site.add(
        op, given, withBias(given, site, new TensorType(x.element(), new Shape(shape)), outputs));
  }

  private Value dense(Given given, Site site) {
    TensorType x = emitter.type(given.tensor("x"));
    if (x.rank() != 2 || !(x.shape().dim(1) instanceof Dim.Fixed(int inputs))) {
      problems.error(
          Mistake.BAD_SHAPE,
          given.span("x"),
          "`dense`: `x` must have 2 axes, is %s".formatted(x) + Emitter.inside(site.frame()),
          x.rank() > 2 ? "put `flatten` before it" : "");
      throw new Mistaken();
    }
    int units = given.integer("units", 1);
    TensorType weight = new TensorType(x.element(), Shape.of(units, inputs));
    return site.add(new Dense(), given, withBias(given, site, weight, units));
  }

  private Value batchNorm(Given given, Site site) {
    int channels = channels(given, 2);
    TensorType type = new TensorType(emitter.type(given.tensor("x")).element(), Shape.of(channels));
    List<Value> operands = new ArrayList<>(List.of(given.tensor("x")));
    for (String name : List.of("scale", "shift", "mean", "variance")) {
      operands.add(site.parameter(name, type, given));
    }
    return site.add(new BatchNorm(given.decimal("epsilon")), given, operands);
  }

  private List<Value> withBias(Given given, Site site, TensorType weight, int outputs) {
    List<Value> operands = new ArrayList<>(List.of(given.tensor("x")));
    boolean hasBias = given.bool("bias");
    operands.add(site.parameter("weight", weight, given));
    if (hasBias) {
      operands.add(
          site.parameter("bias", new TensorType(weight.element(), Shape.of(outputs)), given));
    }
    return operands;
  }

  private int channels(Given given, int leastRank) {
    TensorType x = emitter.type(given.tensor("x"));
    if (x.rank() < leastRank || !(x.shape().dim(1) instanceof Dim.Fixed(int channels))) {
      problems.error(
          Mistake.BAD_SHAPE,
          given.span("x"),
          "`%s`: `x` must have %d or more axes with a known number of channels, is %s"
              .formatted(given.functionName(), leastRank, x),
          "");
      throw new Mistaken();
    }
    return channels;
  }
}

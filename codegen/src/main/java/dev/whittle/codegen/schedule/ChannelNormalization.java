package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.firstLanes;
import static dev.whittle.codegen.kernel.Expressions.loadVector;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;
import static dev.whittle.codegen.kernel.Expressions.unary;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Kind;
import dev.whittle.codegen.kernel.UnaryOperator;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.List;

/** Local response normalisation of plain maps, a vector of positions at a time. */
final class ChannelNormalization implements Schedule {
  @Override
  public String algorithm() {
    return "across_channels";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    if (!(op instanceof LocalResponseNorm)) {
      return List.of();
    }
    Layout plain = Layouts.plain(operands.getFirst());
    return List.of(new Candidate(algorithm(), List.of(plain), plain, false, false, 0, 0.1));
  }

  @Override
  public StepCode write(StepContext step) {
    LocalResponseNorm norm = (LocalResponseNorm) step.op();
    Operand x = step.operand(0);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    boolean known = norm.beta() == 0.75f;
    String name = "f32_local_response_norm" + (known ? "_three_quarters" : "") + lanes.suffix();
    step.library().requireUnits(name, k -> build(k, lanes, known));
    Arguments arguments =
        Arguments.of(step)
            .with("x", x)
            .with("y", y)
            .with("channels", x.size(1))
            .with("positions", x.positions())
            .with("below", (norm.size() - 1) / 2)
            .with("above", norm.size() / 2)
            .with("scale", constant(norm.alpha() / norm.size()))
            .with("bias", constant(norm.bias()))
            .with("beta", constant(norm.beta()));
    step.library().invoke(step.driver(), name, arguments.values());
    return new StepCode(
        name,
        x.batch() * x.size(1),
        (2L * norm.size() + 4) * x.batch() * x.size(1) * x.positions());
  }

  private static KernelMethod build(KernelBuilder kernel, Lanes lanes, boolean known) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xBatch = kernel.integer("xBatch");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local yBatch = kernel.integer("yBatch");
    Local channels = kernel.integer("channels");
    Local positions = kernel.integer("positions");
    Local below = kernel.integer("below");
    Local above = kernel.integer("above");
    Local scale = kernel.parameter("scale", Kind.FLOAT);
    Local bias = kernel.parameter("bias", Kind.FLOAT);
    Local beta = known ? null : kernel.parameter("beta", Kind.FLOAT);
    Local unit = kernel.integer("unit");
    Local channel = kernel.let("channel", remainder(unit, channels));
    Local image = kernel.let("image", divide(unit, channels));
    Local first = kernel.let("first", maximum(subtract(channel, below), constant(0)));
    Local end = kernel.let("end", minimum(add(add(channel, above), constant(1)), channels));
    Local xs = kernel.let("xs", add(xAt, multiply(image, xBatch)));
    Local ys =
        kernel.let("ys", add(add(yAt, multiply(image, yBatch)), multiply(channel, positions)));
    kernel.loop(
        "position",
        constant(0),
        positions,
        lanes.count(),
        position -> {
          Local mask = kernel.let("mask", firstLanes(subtract(positions, position)));
          Local sum = kernel.let("sum", lanes.splat(0f));
          Local column = kernel.let("column", add(xs, position));
          kernel.loop(
              "neighbour",
              first,
              end,
              neighbour -> {
                Local value =
                    kernel.let(
                        "value", loadVector(x, add(column, multiply(neighbour, positions)), mask));
                kernel.assign(sum, multiplyAdd(value, value, sum));
              });
          Local base =
              kernel.let("base", multiplyAdd(sum, lanes.broadcast(scale), lanes.broadcast(bias)));
          Expression divisor =
              known ? threeQuarters(kernel, base) : power(kernel, lanes, base, beta);
          Expression element = loadVector(x, add(column, multiply(channel, positions)), mask);
          kernel.store(y, add(ys, position), divide(element, divisor), mask);
        });
    return kernel.build();
  }

  private static Expression threeQuarters(KernelBuilder kernel, Local base) {
    Local root = kernel.let("root", unary(UnaryOperator.SQUARE_ROOT, base));
    return multiply(root, unary(UnaryOperator.SQUARE_ROOT, root));
  }

  private static Expression power(KernelBuilder kernel, Lanes lanes, Local base, Local exponent) {
    Expression logarithm = Transcendentals.log(kernel, lanes, base);
    return Transcendentals.exp(kernel, lanes, multiply(lanes.broadcast(exponent), logarithm));
  }
}

package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.firstLanes;
import static dev.whittle.codegen.kernel.Expressions.loadVector;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.Sub;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Activations, and arithmetic of two tensors of one shape, in any layout: an image is a row of
 * floats. Every element is read before the same element is written, so operands may lie at the
 * result's place.
 */
final class Elementwise implements Schedule {
  private static final int CHUNK_VECTORS = 256;

  @Override
  public String algorithm() {
    return "elementwise";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType y = results.getFirst();
    boolean alike = operands.stream().allMatch(t -> t.equals(y));
    boolean isFunction = op instanceof Activation || op instanceof Arithmetic;
    if (!(isFunction && alike) && !(op instanceof Cast)) {
      return List.of();
    }
    List<Candidate> found = new ArrayList<>();
    boolean isFilled = y.rank() >= 2 && y.shape().size(1) % target.lanes() == 0;
    if (y.rank() >= 2 && target.lanes() > 1 && (isFilled || keepsFinite(op))) {
      found.add(candidate(op, Layouts.blocked(y, target.lanes()), operands.size()));
    }
    found.add(candidate(op, Layouts.plain(y), operands.size()));
    return found;
  }

  /** Whether finite numbers have a finite result, also those that fill up blocks of channels. */
  static boolean keepsFinite(Op op) {
    return switch (op) {
      case Activation activation -> activation.keepsFinite();
      case Arithmetic arithmetic -> arithmetic.keepsFinite();
      case Cast _ -> true;
      default -> throw new IllegalArgumentException(op.operator());
    };
  }

  private Candidate candidate(Op op, Layout layout, int operands) {
    boolean fuses = !(op instanceof Cast);
    return new Candidate(
        algorithm(), Collections.nCopies(operands, layout), layout, fuses, false, 0, 0.05);
  }

  @Override
  public boolean staysInside() {
    return true;
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    boolean binary = step.op() instanceof Arithmetic;
    int size = y.imageFloats();
    boolean tail = size % lanes.count() != 0;
    String name =
        "f32_elementwise_"
            + name(step.op())
            + FusedEpilogue.name(step.epilogue())
            + (tail ? "_tail" : "");
    String chunk = name + "_chunk" + lanes.suffix();
    String walker = name + lanes.suffix();
    step.library().require(chunk, k -> chunk(k, lanes, step.op(), step.epilogue(), tail));
    step.library().require(walker, k -> walker(k, lanes, step.library(), chunk, binary));
    int chunks = Math.ceilDiv(size, CHUNK_VECTORS * lanes.count());
    Arguments arguments =
        Arguments.of(step)
            .with("x", x)
            .with("r", binary ? step.operand(1) : x)
            .with("y", y)
            .with("size", size)
            .with("chunks", chunks);
    step.library().invoke(step.driver(), walker, arguments.values());
    return new StepCode(walker, y.batch() * chunks, (long) y.batch() * size);
  }

  /** A part of a kernel's name. */
  static String name(Op op) {
    return switch (op) {
      case Activation activation -> Activations.name(activation);
      case Cast(ElementType type) -> type.text();
      case Add add -> "add";
      case Sub sub -> "subtract";
      case Mul mul -> "multiply";
      case Div div -> "divide";
      case Minimum minimum -> "minimum";
      case Maximum maximum -> "maximum";
      case Pow pow -> "power";
      default -> throw new IllegalArgumentException(op.operator());
    };
  }

  /** {@code x op r}. */
  static Expression arithmetic(
      KernelBuilder kernel, Lanes lanes, Op op, Expression x, Expression r) {
    return switch (op) {
      case Add a -> add(x, r);
      case Sub s -> subtract(x, r);
      case Mul m -> multiply(x, r);
      case Div d -> divide(x, r);
      case Minimum m -> minimum(x, r);
      case Maximum m -> maximum(x, r);
      case Pow p ->
          Transcendentals.pow(kernel, lanes, kernel.let("base", x), kernel.let("exponent", r));
      default -> throw new IllegalArgumentException(op.operator());
    };
  }

  private static KernelMethod walker(
      KernelBuilder kernel, Lanes lanes, KernelLibrary library, String chunk, boolean binary) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xBatch = kernel.integer("xBatch");
    Local r = kernel.buffer("r");
    Local rAt = kernel.integer("rAt");
    Local rBatch = kernel.integer("rBatch");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local yBatch = kernel.integer("yBatch");
    Local size = kernel.integer("size");
    Local chunks = kernel.integer("chunks");
    int length = CHUNK_VECTORS * lanes.count();
    kernel.loop(
        "unit",
        kernel.integer("from"),
        kernel.integer("to"),
        unit -> {
          Local image = kernel.let("image", divide(unit, chunks));
          Local start = kernel.let("start", multiply(remainder(unit, chunks), length));
          Arguments arguments =
              new Arguments()
                  .with("x", x)
                  .with("xAt", add(add(xAt, multiply(image, xBatch)), start))
                  .with("r", r)
                  .with("rAt", add(add(rAt, multiply(image, rBatch)), start))
                  .with("y", y)
                  .with("yAt", add(add(yAt, multiply(image, yBatch)), start))
                  .with("count", minimum(subtract(size, start), constant(length)));
          library.invoke(kernel, chunk, arguments.values());
        });
    return kernel.build();
  }

  private static KernelMethod chunk(
      KernelBuilder kernel, Lanes lanes, Op op, List<Epilogue> epilogue, boolean tail) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    boolean binary = op instanceof Arithmetic;
    Local r = binary ? kernel.buffer("r") : x;
    Local rAt = binary ? kernel.integer("rAt") : xAt;
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local count = kernel.integer("count");
    int width = lanes.count();
    Local whole = kernel.let("whole", subtract(count, remainder(count, constant(width))));
    kernel.loop(
        "i",
        constant(0),
        whole,
        width,
        i -> {
          Expression left = lanes.load(x, add(xAt, i));
          Optional<Expression> right =
              binary ? Optional.of(lanes.load(r, add(rAt, i))) : Optional.empty();
          kernel.store(y, add(yAt, i), value(kernel, lanes, op, epilogue, left, right));
        });
    if (tail) {
      kernel.when(
          Expressions.compare(Comparison.LESS, whole, count),
          () -> {
            Local mask = kernel.let("mask", firstLanes(subtract(count, whole)));
            Expression left = loadVector(x, add(xAt, whole), mask);
            Optional<Expression> right =
                binary ? Optional.of(loadVector(r, add(rAt, whole), mask)) : Optional.empty();
            kernel.store(y, add(yAt, whole), value(kernel, lanes, op, epilogue, left, right), mask);
          });
    }
    return kernel.build();
  }

  private static Expression value(
      KernelBuilder kernel,
      Lanes lanes,
      Op op,
      List<Epilogue> epilogue,
      Expression left,
      Optional<Expression> right) {
    Expression value =
        switch (op) {
          case Activation activation ->
              Activations.apply(kernel, lanes, activation, kernel.let("before", left));
          case Cast(ElementType type) ->
              Activations.cast(kernel, lanes, type, kernel.let("before", left));
          default -> arithmetic(kernel, lanes, op, left, right.orElseThrow());
        };
    return FusedEpilogue.apply(kernel, lanes, epilogue, value, FusedEpilogue::none);
  }
}

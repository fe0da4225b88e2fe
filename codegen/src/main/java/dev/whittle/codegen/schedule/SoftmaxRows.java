package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.firstLanes;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.loadVector;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.splat;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Kind;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Softmax;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Softmax on plain layouts. Along the innermost axis vectors lie along the row; along another axis
 * they lie across neighbouring rows. Either way: the maximum, then exponentials and their sum, then
 * the quotient.
 */
final class SoftmaxRows implements Schedule {
  /** Floats that are added up before their sum joins the whole. */
  private static final int SUM_BLOCK = 128;

  @Override
  public String algorithm() {
    return "rows";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    if (!(op instanceof Softmax) || operands.getFirst().rank() == 0) {
      return List.of();
    }
    return List.of(
        new Candidate(
            algorithm(),
            Layouts.plain(operands),
            Layouts.plain(results.getFirst()),
            false,
            false,
            0,
            0.1));
  }

  @Override
  public boolean staysInside() {
    return true;
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand y = step.result();
    int[] sizes = x.type().shape().sizes();
    int axis = Math.floorMod(((Softmax) step.op()).axis(), sizes.length);
    int inner = product(sizes, axis + 1, sizes.length);
    boolean first = axis == 0;
    int outer = first ? 1 : product(sizes, 1, axis);
    int images = first ? 1 : x.batch();
    Lanes lanes = Lanes.of(step.lanes());
    Map<String, Expression> arguments = new HashMap<>();
    arguments.put("x", x.buffer());
    arguments.put("xAt", x.offset());
    arguments.put("xBatch", x.batchStride());
    arguments.put("y", y.buffer());
    arguments.put("yAt", y.offset());
    arguments.put("yBatch", y.batchStride());
    arguments.put("size", constant(sizes[axis]));
    arguments.put("from", step.from());
    arguments.put("to", step.to());
    boolean along = inner == 1 && !first;
    int chunks = along ? 1 : Math.ceilDiv(inner, lanes.count());
    String name = "f32_softmax" + (along ? "" : "_across") + lanes.suffix();
    if (along) {
      Along.require(step.library(), lanes, name);
    } else {
      step.library().requireUnits(name, k -> new Across(k, lanes).build());
      arguments.put("inner", constant(inner));
      arguments.put("chunks", constant(chunks));
      arguments.put("xStride", constant(first ? Rearrangement.strides(x)[0] : inner));
      arguments.put("yStride", constant(first ? Rearrangement.strides(y)[0] : inner));
    }
    arguments.put("outer", constant(outer));
    step.library().invoke(step.driver(), name, arguments);
    return new StepCode(name, images * outer * chunks, 4L * images * outer * sizes[axis] * inner);
  }

  private static int product(int[] sizes, int from, int to) {
    int product = 1;
    for (int i = from; i < to; i++) {
      product = Math.multiplyExact(product, sizes[i]);
    }
    return product;
  }

  /**
   * Vectors along the axis. Each vector is a call, so that they are compiled after a few rows; the
   * maximum and the sum are scalar loops.
   */
  private static final class Along {
    private final KernelBuilder kernel;
    private final KernelLibrary library;
    private final Lanes lanes;
    private final Local x;
    private final Local y;
    private final Local size;

    Along(KernelBuilder kernel, KernelLibrary library, Lanes lanes) {
      this.kernel = kernel;
      this.library = library;
      this.lanes = lanes;
      x = kernel.buffer("x");
      y = kernel.buffer("y");
      size = kernel.integer("size");
    }

    static void require(KernelLibrary library, Lanes lanes, String name) {
      library.require("f32_softmax_exp" + lanes.suffix(), k -> exponentials(k, lanes));
      library.require("f32_softmax_scale" + lanes.suffix(), k -> quotients(k, lanes));
      library.requireUnits(name, k -> new Along(k, library, lanes).row());
    }

    private static KernelMethod exponentials(KernelBuilder kernel, Lanes lanes) {
      Local x = kernel.buffer("x");
      Local xAt = kernel.integer("xAt");
      Local y = kernel.buffer("y");
      Local yAt = kernel.integer("yAt");
      Local mask = kernel.let("mask", firstLanes(kernel.integer("count")));
      Local top = kernel.parameter("top", Kind.FLOAT);
      Local power =
          Transcendentals.exp(
              kernel, lanes, subtract(loadVector(x, xAt, mask), lanes.broadcast(top)));
      kernel.store(y, yAt, power, mask);
      return kernel.build();
    }

    private static KernelMethod quotients(KernelBuilder kernel, Lanes lanes) {
      Local y = kernel.buffer("y");
      Local yAt = kernel.integer("yAt");
      Local mask = kernel.let("mask", firstLanes(kernel.integer("count")));
      Local total = kernel.parameter("total", Kind.FLOAT);
      kernel.store(y, yAt, divide(loadVector(y, yAt, mask), lanes.broadcast(total)), mask);
      return kernel.build();
    }

    KernelMethod row() {
      Local xAt = kernel.integer("xAt");
      Local xBatch = kernel.integer("xBatch");
      Local yAt = kernel.integer("yAt");
      Local yBatch = kernel.integer("yBatch");
      Local outer = kernel.integer("outer");
      Local unit = kernel.integer("unit");
      Local image = kernel.let("image", divide(unit, outer));
      Local row = kernel.let("row", multiply(remainder(unit, outer), size));
      Local xs = kernel.let("xs", add(add(xAt, multiply(image, xBatch)), row));
      Local ys = kernel.let("ys", add(add(yAt, multiply(image, yBatch)), row));
      Local top = kernel.let("top", constant(Float.NEGATIVE_INFINITY));
      kernel.loop(
          "i", constant(0), size, i -> kernel.assign(top, maximum(top, load(x, add(xs, i)))));
      chunks(
          "f32_softmax_exp",
          i ->
              new Arguments()
                  .with("x", x)
                  .with("xAt", add(xs, i))
                  .with("y", y)
                  .with("yAt", add(ys, i))
                  .with("top", top));
      Local total = kernel.let("total", constant(0f));
      kernel.loop(
          "block",
          constant(0),
          size,
          SUM_BLOCK,
          block -> {
            Local part = kernel.let("part", constant(0f));
            kernel.loop(
                "i",
                block,
                minimum(add(block, SUM_BLOCK), size),
                i -> kernel.assign(part, add(part, load(y, add(ys, i)))));
            kernel.assign(total, add(total, part));
          });
      chunks(
          "f32_softmax_scale",
          i -> new Arguments().with("y", y).with("yAt", add(ys, i)).with("total", total));
      return kernel.build();
    }

    private void chunks(String name, Function<Local, Arguments> arguments) {
      kernel.loop(
          "chunk",
          constant(0),
          size,
          lanes.count(),
          i ->
              library.invoke(
                  kernel,
                  name + lanes.suffix(),
                  arguments.apply(i).with("count", subtract(size, i)).values()));
    }
  }

  /** Vectors across neighbouring rows. */
  private static final class Across {
    private final KernelBuilder kernel;
    private final int width;
    private final Lanes lanes;

    Across(KernelBuilder kernel, Lanes lanes) {
      this.kernel = kernel;
      this.width = lanes.count();
      this.lanes = lanes;
    }

    KernelMethod build() {
      Local x = kernel.buffer("x");
      Local y = kernel.buffer("y");
      Local xAt = kernel.integer("xAt");
      Local xBatch = kernel.integer("xBatch");
      Local yAt = kernel.integer("yAt");
      Local yBatch = kernel.integer("yBatch");
      Local xStride = kernel.integer("xStride");
      Local yStride = kernel.integer("yStride");
      Local outer = kernel.integer("outer");
      Local size = kernel.integer("size");
      Local inner = kernel.integer("inner");
      Local chunks = kernel.integer("chunks");
      Local unit = kernel.integer("unit");
      Local chunk = kernel.let("chunk", remainder(unit, chunks));
      Local row = kernel.let("row", divide(unit, chunks));
      Local image = kernel.let("image", divide(row, outer));
      Local rest = kernel.let("rest", remainder(row, outer));
      Local column = kernel.let("column", multiply(chunk, width));
      Local mask = kernel.let("mask", firstLanes(subtract(inner, column)));
      Local xs = start(xAt, image, xBatch, rest, size, xStride, column, "xs");
      Local ys = start(yAt, image, yBatch, rest, size, yStride, column, "ys");
      Local top = kernel.let("top", splat(Float.NEGATIVE_INFINITY));
      kernel.loop(
          "i",
          constant(0),
          size,
          i ->
              kernel.assign(top, maximum(top, loadVector(x, add(xs, multiply(i, xStride)), mask))));
      Local sums = kernel.let("sums", splat(0f));
      kernel.loop(
          "j",
          constant(0),
          size,
          i -> {
            Local power =
                Transcendentals.exp(
                    kernel,
                    lanes,
                    subtract(loadVector(x, add(xs, multiply(i, xStride)), mask), top));
            kernel.assign(sums, add(sums, power));
            kernel.store(y, add(ys, multiply(i, yStride)), power, mask);
          });
      kernel.loop(
          "k",
          constant(0),
          size,
          i -> {
            Local at = kernel.let("at", add(ys, multiply(i, yStride)));
            kernel.store(y, at, divide(loadVector(y, at, mask), sums), mask);
          });
      return kernel.build();
    }

    private Local start(
        Local base,
        Local image,
        Local batch,
        Local rest,
        Local size,
        Local stride,
        Local column,
        String name) {
      return kernel.let(
          name,
          add(
              add(base, multiply(image, batch)),
              add(multiply(multiply(rest, size), stride), column)));
    }
  }
}

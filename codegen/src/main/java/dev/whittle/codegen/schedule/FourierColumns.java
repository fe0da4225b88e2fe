package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.multiply;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import java.util.Map;

/**
 * The vertical halves of two-dimensional transforms, between rows of scratch ({@link
 * FourierPasses#real}) and pairs in planes, in the order of {@link dev.whittle.runtime.Fourier}.
 */
record FourierColumns(FourierPasses passes, FourierShape shape) {
  /** Makes pairs of all columns of the rows. */
  void forward(KernelBuilder kernel, Local scratch, Expression planes, Expression distance) {
    String real = passes.real(shape.size());
    String scatter = copy(true);
    for (int i = 0; i < 2; i++) {
      pass(kernel, real, scratch, column(i), rowStep(), constant(shape.rowAt()), constant(0));
      copy(kernel, scatter, scratch, planes, distance, i);
    }
    String complex = passes.complex(shape.size());
    kernel.loop(
        "column",
        constant(1),
        constant(shape.size() / 2),
        column ->
            pass(
                kernel,
                complex,
                scratch,
                pair(column),
                rowStep(),
                add(planes, multiply(multiply(column, shape.size()), distance)),
                distance));
  }

  /** Makes the rows that are needed of pairs. */
  void inverse(KernelBuilder kernel, Local scratch, Expression planes, Expression distance) {
    String real = passes.realInverse(shape.size(), shape.rows());
    String gather = copy(false);
    for (int i = 0; i < 2; i++) {
      copy(kernel, gather, scratch, planes, distance, i);
      pass(kernel, real, scratch, constant(shape.rowAt()), constant(0), column(i), rowStep());
    }
    String complex = passes.complexInverse(shape.size(), shape.rows());
    kernel.loop(
        "column",
        constant(1),
        constant(shape.size() / 2),
        column ->
            pass(
                kernel,
                complex,
                scratch,
                add(planes, multiply(multiply(column, shape.size()), distance)),
                distance,
                pair(column),
                rowStep()));
  }

  private Expression column(int index) {
    return constant(shape.workAt() + index * shape.lanes());
  }

  private Expression pair(Local index) {
    return add(multiply(index, 2 * shape.lanes()), shape.workAt());
  }

  private Expression rowStep() {
    return constant(shape.rowFloats());
  }

  private void pass(
      KernelBuilder kernel,
      String method,
      Local scratch,
      Expression from,
      Expression fromStep,
      Expression to,
      Expression toStep) {
    Map<String, Expression> arguments =
        Map.of(
            "x", scratch,
            "xAt", from,
            "xStep", fromStep,
            "s", scratch,
            "sAt", constant(shape.passAt()),
            "y", scratch,
            "yAt", to,
            "yStep", toStep);
    passes.library().invoke(kernel, method, arguments);
  }

  private void copy(
      KernelBuilder kernel,
      String method,
      Local scratch,
      Expression planes,
      Expression distance,
      int column) {
    int first = 2 + column * (shape.size() / 2 - 1);
    Map<String, Expression> arguments =
        Map.of(
            "s", scratch,
            "row", constant(shape.rowAt()),
            "ends", add(planes, multiply(distance, column)),
            "inner", add(planes, multiply(distance, first)),
            "distance", distance);
    passes.library().invoke(kernel, method, arguments);
  }

  /** Copies a real column between a row of scratch and its pairs. */
  private String copy(boolean scatters) {
    Lanes lanes = passes.lanes();
    String name = "f32_fourier_%s_%d".formatted(scatters ? "scatter" : "gather", shape.size());
    return passes
        .library()
        .require(
            name + lanes.suffix(),
            kernel -> {
              Local s = kernel.buffer("s");
              Local row = kernel.integer("row");
              Local ends = kernel.integer("ends");
              Local inner = kernel.integer("inner");
              Local distance = kernel.integer("distance");
              for (int i = 0; i < shape.size(); i++) {
                Expression pair = i < 2 ? ends : add(inner, multiply(distance, i / 2 - 1));
                Expression inRow = add(row, i * lanes.count());
                Expression inPair = add(pair, i % 2 * lanes.count());
                kernel.store(
                    s, scatters ? inPair : inRow, lanes.load(s, scatters ? inRow : inPair));
              }
              return kernel.build();
            });
  }
}

package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.binary;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.multiply;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;

/** Copies some rows of every plane of a blocked map with zeros around them. */
record BandStaging(Lanes lanes) {
  String require(KernelLibrary library) {
    return library.require("f32_band" + lanes.suffix(), this::build);
  }

  private KernelMethod build(KernelBuilder kernel) {
    int lane = lanes.count();
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local width = kernel.integer("width");
    Local height = kernel.integer("height");
    Local planes = kernel.integer("planes");
    Local padWidth = kernel.integer("padWidth");
    Local copied = kernel.integer("copied");
    Local firstLine = kernel.integer("firstLine");
    Local lines = kernel.integer("lines");
    Local readRow = kernel.integer("readRow");
    Local readPlane = kernel.integer("readPlane");
    Local s = kernel.buffer("scratch");
    Local sAt = kernel.integer("stagedAt");
    Local left = kernel.let("left", multiply(padWidth, lane));
    Local right = kernel.let("right", add(left, multiply(copied, lane)));
    kernel.loop(
        "plane",
        constant(0),
        planes,
        plane ->
            kernel.loop(
                "row",
                constant(0),
                lines,
                row -> {
                  Local line = kernel.let("line", add(firstLine, row));
                  Local at =
                      kernel.let(
                          "at", add(add(sAt, multiply(plane, readPlane)), multiply(row, readRow)));
                  Expression isInside =
                      binary(
                          BinaryOperator.AND,
                          compare(Comparison.GREATER_OR_EQUAL, line, constant(0)),
                          compare(Comparison.LESS, line, height));
                  kernel.when(
                      isInside,
                      () -> {
                        zeros(kernel, s, at, constant(0), left);
                        Expression above = add(multiply(plane, height), line);
                        Local xs =
                            kernel.let("xs", add(xAt, multiply(multiply(above, width), lane)));
                        Local to = kernel.let("to", add(at, left));
                        kernel.loop(
                            "i",
                            constant(0),
                            multiply(copied, lane),
                            lane,
                            i -> kernel.store(s, add(to, i), lanes.load(x, add(xs, i))));
                        zeros(kernel, s, at, right, readRow);
                      },
                      () -> zeros(kernel, s, at, constant(0), readRow));
                }));
    return kernel.build();
  }

  private void zeros(KernelBuilder kernel, Local s, Local at, Expression from, Expression to) {
    kernel.loop("zero", from, to, lanes.count(), i -> kernel.store(s, add(at, i), lanes.splat(0f)));
  }
}

package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.binary;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.firstLanes;
import static dev.whittle.codegen.kernel.Expressions.loadVector;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;

/**
 * Copies rows of a plain map side by side, all channels of a row before the next row, each with
 * zeros around it; rows outside the map are zeros.
 */
record LineStaging(Lanes lanes) {
  /** Floats of a line: {@code pad} zeros, the row, and zeros until taps read no further. */
  static int floats(Lanes lanes, Window.Axis columns) {
    int read = columns.span(columns.output());
    int held = columns.pad() + columns.input();
    return (Math.ceilDiv(Math.max(read, held), lanes.count()) + 1) * lanes.count();
  }

  String require(KernelLibrary library) {
    return library.require("f32_lines" + lanes.suffix(), this::build);
  }

  private KernelMethod build(KernelBuilder kernel) {
    int lane = lanes.count();
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xPlane = kernel.integer("xPlane");
    Local width = kernel.integer("width");
    Local height = kernel.integer("height");
    Local channels = kernel.integer("channels");
    Local padWidth = kernel.integer("padWidth");
    Local lineFloats = kernel.integer("lineFloats");
    Local firstLine = kernel.integer("firstLine");
    Local lines = kernel.integer("lines");
    Local s = kernel.buffer("scratch");
    Local sAt = kernel.integer("sAt");
    Local at = kernel.let("at", sAt);
    Local whole = kernel.let("whole", multiply(divide(width, constant(lane)), lane));
    kernel.loop(
        "line",
        firstLine,
        add(firstLine, lines),
        line ->
            kernel.loop(
                "channel",
                constant(0),
                channels,
                channel -> {
                  kernel.loop(
                      "zero",
                      constant(0),
                      lineFloats,
                      lane,
                      i -> kernel.store(s, add(at, i), lanes.splat(0f)));
                  Expression isInside =
                      binary(
                          BinaryOperator.AND,
                          compare(Comparison.GREATER_OR_EQUAL, line, constant(0)),
                          compare(Comparison.LESS, line, height));
                  kernel.when(
                      isInside,
                      () -> {
                        Expression row = multiply(line, width);
                        Local xs = kernel.let("xs", add(add(xAt, multiply(channel, xPlane)), row));
                        Local to = kernel.let("to", add(at, padWidth));
                        kernel.loop(
                            "i",
                            constant(0),
                            whole,
                            lane,
                            i -> kernel.store(s, add(to, i), lanes.load(x, add(xs, i))));
                        kernel.when(
                            compare(Comparison.LESS, whole, width),
                            () -> {
                              Local mask = kernel.let("mask", firstLanes(subtract(width, whole)));
                              kernel.store(
                                  s, add(to, whole), loadVector(x, add(xs, whole), mask), mask);
                            });
                      });
                  kernel.assign(at, add(at, lineFloats));
                }));
    return kernel.build();
  }
}

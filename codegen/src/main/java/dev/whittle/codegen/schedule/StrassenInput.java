package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.remainder;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import java.util.List;

/**
 * Adds up the factors of Strassen's products from the inputs of a group of pairs of positions: one
 * of each half of a map, with the channels of each half.
 *
 * @param width pairs in a group
 */
record StrassenInput(Lanes lanes, int width) implements SlabWalker.Transform {
  @Override
  public String require(KernelLibrary library) {
    return library.require("f32_strassen_input_group" + width + lanes.suffix(), this::build);
  }

  private KernelMethod build(KernelBuilder kernel) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xBatch = kernel.integer("xBatch");
    Local xPlane = kernel.integer("xPlane");
    Local xRow = kernel.integer("xRow");
    Local xColumn = kernel.integer("xColumn");
    Local outWidth = kernel.integer("outWidth");
    Local half = kernel.integer("half");
    Local shift = kernel.integer("shift");
    Local blocks = kernel.integer("blocks");
    Local first = kernel.integer("first");
    Local v = kernel.buffer("scratch");
    Local vAt = kernel.integer("vAt");
    Local vValue = kernel.integer("vValue");
    Local others = kernel.let("others", multiply(blocks, xPlane));
    kernel.loop(
        "slot",
        constant(0),
        constant(width),
        slot -> {
          Local pair = kernel.let("pair", add(first, slot));
          Local image = kernel.let("image", add(xAt, multiply(divide(pair, half), xBatch)));
          Local position = kernel.let("position", remainder(pair, half));
          Local left = kernel.let("left", at(position, image, outWidth, xRow, xColumn));
          Local right =
              kernel.let(
                  "right",
                  at(kernel.let("opposite", add(position, shift)), image, outWidth, xRow, xColumn));
          Local to = kernel.let("to", add(vAt, multiply(slot, lanes.count())));
          kernel.loop(
              "block",
              constant(0),
              blocks,
              block -> {
                Local b11 = kernel.let("b11", lanes.load(x, left));
                Local b12 = kernel.let("b12", lanes.load(x, right));
                Local b21 = kernel.let("b21", lanes.load(x, add(left, others)));
                Local b22 = kernel.let("b22", lanes.load(x, add(right, others)));
                Local t1 = kernel.let("t1", subtract(b12, b11));
                Local t2 = kernel.let("t2", subtract(b22, t1));
                Local t3 = kernel.let("t3", subtract(b22, b12));
                Local t4 = kernel.let("t4", subtract(t2, b21));
                List<Local> factors = List.of(b11, b21, b22, t4, t1, t2, t3);
                for (int i = 0; i < factors.size(); i++) {
                  kernel.store(v, add(to, multiply(vValue, i)), factors.get(i));
                }
                kernel.assign(left, add(left, xPlane));
                kernel.assign(right, add(right, xPlane));
                kernel.assign(to, add(to, width * lanes.count()));
              });
        });
    return kernel.build();
  }

  private static Expression at(
      Local position, Local image, Local outWidth, Local xRow, Local xColumn) {
    return add(
        add(image, multiply(divide(position, outWidth), xRow)),
        multiply(remainder(position, outWidth), xColumn));
  }
}

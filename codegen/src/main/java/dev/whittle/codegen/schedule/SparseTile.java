package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.firstLanes;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.loadVector;
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
import dev.whittle.codegen.kernel.UnaryOperator;
import dev.whittle.ir.op.Epilogue;
import java.util.List;

/**
 * Some images times some blocks of outputs of a matrix without its zeros.
 *
 * @param lanes outputs of a block
 * @param rows images
 * @param parts sums that take columns in turns
 * @param xBatch the distance of images
 * @param masked whether the last block has fewer outputs
 */
record SparseTile(
    Lanes lanes,
    int rows,
    int parts,
    int xBatch,
    boolean bias,
    boolean masked,
    List<Epilogue> epilogue) {
  String name() {
    return "f32_sparse_%s_%dx%d%s%s%s%s%s"
        .formatted(
            lanes.equals(Lanes.SCALAR) ? "rows" : "blocks",
            rows,
            parts,
            rows > 1 ? "_s" + xBatch : "",
            bias ? "" : "_nobias",
            masked ? "_partial" : "",
            FusedEpilogue.name(epilogue),
            lanes.suffix());
  }

  /** An int that a weight's float holds. */
  static Expression integer(Local buffer, Expression index) {
    return unary(UnaryOperator.FLOAT_TO_BITS, load(buffer, index));
  }

  KernelMethod build(KernelBuilder kernel) {
    return new Body(kernel).build();
  }

  private final class Body {
    private final KernelBuilder kernel;
    private final Local x;
    private final Local xAt;
    private final Local w;
    private final Local wAt;
    private final Local distancesAt;
    private final Local weightsAt;
    private final Local y;
    private final Local yAt;
    private final Local yBatch;
    private final Local outputs;
    private final Local[][] sums = new Local[rows][parts];

    Body(KernelBuilder kernel) {
      this.kernel = kernel;
      x = kernel.buffer("x");
      xAt = kernel.integer("xAt");
      w = kernel.buffer("w");
      wAt = kernel.integer("wAt");
      distancesAt = kernel.integer("distancesAt");
      weightsAt = kernel.integer("weightsAt");
      y = kernel.buffer("y");
      yAt = kernel.integer("yAt");
      yBatch = kernel.integer("yBatch");
      outputs = masked ? kernel.integer("outputs") : null;
    }

    KernelMethod build() {
      Local b = bias ? kernel.buffer("b") : null;
      Local bAt = bias ? kernel.integer("bAt") : null;
      boolean adds = epilogue.contains(new Epilogue.AddOperand());
      Local r = adds ? kernel.buffer("r") : null;
      Local rAt = adds ? kernel.integer("rAt") : null;
      Local rBatch = adds ? kernel.integer("rBatch") : null;
      Local blocks = kernel.integer("blocks");
      Local perUnit = kernel.integer("perUnit");
      Local rowTiles = kernel.integer("rowTiles");
      Local unit = kernel.integer("unit");
      Local image = kernel.let("image", multiply(remainder(unit, rowTiles), rows));
      Local first = kernel.let("first", multiply(divide(unit, rowTiles), perUnit));
      Local xs = kernel.let("xs", add(xAt, multiply(image, constant(xBatch))));
      kernel.loop(
          "block",
          first,
          minimum(add(first, perUnit), blocks),
          block -> {
            Local output = kernel.let("output", multiply(block, lanes.count()));
            start(bias ? lanes.load(b, add(bAt, output)) : lanes.splat(0f));
            columns(block, xs);
            for (int i = 0; i < rows; i++) {
              Expression line = add(image, i);
              store(
                  i,
                  add(add(yAt, multiply(line, yBatch)), output),
                  output,
                  r,
                  adds ? add(add(rAt, multiply(line, rBatch)), output) : null);
            }
          });
      return kernel.build();
    }

    private void start(Expression bias) {
      Local first = kernel.let("start", bias);
      for (int i = 0; i < rows; i++) {
        for (int p = 0; p < parts; p++) {
          sums[i][p] = kernel.let("sum" + i + "_" + p, p == 0 ? first : lanes.splat(0f));
        }
      }
    }

    private void columns(Local block, Local xs) {
      Local from = kernel.let("from", integer(w, add(wAt, block)));
      Local to = kernel.let("to", integer(w, add(add(wAt, block), 1)));
      Local whole =
          kernel.let("whole", subtract(to, remainder(subtract(to, from), constant(parts))));
      kernel.loop("column", from, whole, parts, column -> column(column, xs, parts));
      if (parts > 1) {
        kernel.loop("last", whole, to, last -> column(last, xs, 1));
      }
    }

    private void column(Local column, Local xs, int count) {
      Local at = kernel.let("at", add(distancesAt, column));
      Local ws = kernel.let("ws", add(weightsAt, multiply(column, lanes.count())));
      for (int p = 0; p < count; p++) {
        Local xc = kernel.let("xc" + p, add(xs, integer(w, add(at, p))));
        Local weight = kernel.let("weight" + p, lanes.load(w, add(ws, p * lanes.count())));
        for (int i = 0; i < rows; i++) {
          Expression value = lanes.broadcast(load(x, add(xc, i * xBatch)));
          kernel.assign(sums[i][p], multiplyAdd(value, weight, sums[i][p]));
        }
      }
    }

    private void store(int row, Expression at, Local output, Local r, Expression rs) {
      Expression sum = sums[row][0];
      for (int p = 1; p < parts; p++) {
        sum = add(sum, sums[row][p]);
      }
      Expression mask = masked ? firstLanes(subtract(outputs, output)) : null;
      Expression result =
          FusedEpilogue.apply(
              kernel,
              lanes,
              epilogue,
              sum,
              () -> masked ? loadVector(r, rs, mask) : lanes.load(r, rs));
      if (masked) {
        kernel.store(y, at, result, mask);
      } else {
        kernel.store(y, at, result);
      }
    }
  }
}

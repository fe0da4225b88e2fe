package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.ArrayList;
import java.util.List;

/**
 * A dense convolution tile: {@code columns} output positions times {@code vectors} vectors of
 * output channels stay in registers while all input channels and kernel rows pass by.
 *
 * @param inputBlock input channels that lie side by side: the lanes of a blocked input, or 1
 * @param pointwise the kernel has a single row
 * @param bias accumulators start at the bias instead of 0
 */
record ConvolutionTile(
    Lanes lanes,
    Taps taps,
    int vectors,
    int inputBlock,
    boolean pointwise,
    boolean bias,
    List<Epilogue> epilogue)
    implements Tile {

  /** Runs of input elements up to this long are written out instead of looped over. */
  private static final int UNROLLED = 8;

  /** Bytes of code at most, roughly. */
  int codeSize() {
    int segments = 1;
    for (int tap = 1; tap < taps.kernel(); tap++) {
      segments += taps.columnsOf(tap - 1).equals(taps.columnsOf(tap)) ? 0 : 1;
    }
    int element = taps.columns() * (19 + 11 * vectors) + 30;
    int written = inputBlock * taps.kernel() <= UNROLLED ? taps.kernel() * inputBlock : segments;
    return written * element + taps.columns() * vectors * 45;
  }

  @Override
  public int columns() {
    return taps.columns();
  }

  @Override
  public String name() {
    return "f32_conv2d_direct_%dx%d_%s%s%s_%s%s"
        .formatted(
            taps.columns(),
            vectors,
            taps.geometry(),
            inputBlock == 1 && lanes.count() > 1 ? "_plain" : "",
            (pointwise ? "_row" : "") + (bias ? "" : "_nobias"),
            taps.edges(),
            FusedEpilogue.name(epilogue));
  }

  @Override
  public KernelMethod build(KernelBuilder kernel) {
    return new Body(kernel).build();
  }

  private final class Body {
    private final KernelBuilder kernel;
    private final Local x;
    private final Local xAt;
    private final Local xPlane;
    private final Local w;
    private final Local wAt;
    private final Local wVector;
    private final Local wPlane;
    private final Local planes;
    private final Local[][] sums = new Local[vectors][taps.columns()];

    Body(KernelBuilder kernel) {
      this.kernel = kernel;
      x = kernel.buffer("x");
      xAt = kernel.integer("xAt");
      xPlane = kernel.integer("xPlane");
      w = kernel.buffer("w");
      wAt = kernel.integer("wAt");
      wVector = kernel.integer("wVector");
      wPlane = kernel.integer("wPlane");
      planes = kernel.integer("planes");
    }

    KernelMethod build() {
      List<Expression> starts = biases();
      for (int v = 0; v < vectors; v++) {
        for (int i = 0; i < taps.columns(); i++) {
          sums[v][i] = kernel.let("sum" + i + "_" + v, starts.get(v));
        }
      }
      segments();
      store();
      return kernel.build();
    }

    /**
     * One loop nest after the other for runs of taps that exist for the same columns: C2 keeps the
     * sums in registers as long as a nest has a single innermost loop.
     */
    private void segments() {
      Local xRow = pointwise ? null : kernel.integer("xRow");
      Local rows = pointwise ? null : kernel.integer("rows");
      int first = 0;
      while (first < taps.kernel()) {
        List<Integer> columns = taps.columnsOf(first);
        int next = first + 1;
        while (next < taps.kernel() && taps.columnsOf(next).equals(columns)) {
          next++;
        }
        if (!columns.isEmpty()) {
          segment(first, next - first, columns, xRow, rows);
        }
        first = next;
      }
    }

    private void segment(int first, int count, List<Integer> columns, Local xRow, Local rows) {
      int weights = inputBlock * lanes.count();
      int xShift = taps.position(0, first) * inputBlock;
      int wShift = first * weights;
      kernel.loop(
          "plane",
          constant(0),
          planes,
          plane -> {
            Local xp = kernel.let("xp", add(add(xAt, multiply(plane, xPlane)), xShift));
            Local wp = kernel.let("wp", add(add(wAt, multiply(plane, wPlane)), wShift));
            if (pointwise) {
              taps(count, columns, xp, wp);
            } else {
              kernel.loop(
                  "row",
                  constant(0),
                  rows,
                  row ->
                      taps(
                          count,
                          columns,
                          kernel.let("xs", add(xp, multiply(row, xRow))),
                          kernel.let("ws", add(wp, multiply(row, taps.kernel() * weights)))));
            }
          });
    }

    private void taps(int count, List<Integer> columns, Local xs, Local ws) {
      int weights = inputBlock * lanes.count();
      if (taps.dilation() == 1 || count == 1) {
        elements(count * inputBlock, columns, xs, ws);
      } else {
        kernel.loop(
            "tap",
            constant(0),
            constant(count),
            tap ->
                elements(
                    inputBlock,
                    columns,
                    kernel.let("xt", add(xs, multiply(tap, taps.dilation() * inputBlock))),
                    kernel.let("wt", add(ws, multiply(tap, weights)))));
      }
    }

    /** A run of input elements that lie side by side, each with its vectors of weights. */
    private void elements(int count, List<Integer> columns, Local xs, Local ws) {
      if (count <= UNROLLED) {
        for (int i = 0; i < count; i++) {
          element(columns, add(xs, i), add(ws, i * lanes.count()));
        }
      } else {
        kernel.loop(
            "element",
            constant(0),
            constant(count),
            i ->
                element(
                    columns,
                    kernel.let("xe", add(xs, i)),
                    kernel.let("we", add(ws, multiply(i, lanes.count())))));
      }
    }

    private void element(List<Integer> columns, Expression xe, Expression we) {
      Local[] weights = new Local[vectors];
      for (int v = 0; v < vectors; v++) {
        Expression at = v == 0 ? we : add(we, multiply(wVector, v));
        weights[v] = kernel.let("weight" + v, lanes.load(w, at));
      }
      for (int i : columns) {
        Expression at = add(xe, i * taps.stride() * inputBlock);
        Local value = kernel.let("value", lanes.broadcast(load(x, at)));
        for (int v = 0; v < vectors; v++) {
          kernel.assign(sums[v][i], multiplyAdd(value, weights[v], sums[v][i]));
        }
      }
    }

    private List<Expression> biases() {
      List<Expression> starts = new ArrayList<>();
      if (bias) {
        Local b = kernel.buffer("b");
        Local bAt = kernel.integer("bAt");
        for (int v = 0; v < vectors; v++) {
          starts.add(kernel.let("bias" + v, lanes.load(b, add(bAt, v * lanes.count()))));
        }
      } else {
        for (int v = 0; v < vectors; v++) {
          starts.add(lanes.splat(0f));
        }
      }
      return starts;
    }

    private void store() {
      Local y = kernel.buffer("y");
      Local yAt = kernel.integer("yAt");
      Local yPlane = kernel.integer("yPlane");
      boolean adds = epilogue.contains(new Epilogue.AddOperand());
      Local r = adds ? kernel.buffer("r") : null;
      Local rAt = adds ? kernel.integer("rAt") : null;
      Local rPlane = adds ? kernel.integer("rPlane") : null;
      for (int v = 0; v < vectors; v++) {
        Expression yv = v == 0 ? yAt : add(yAt, multiply(yPlane, v));
        Expression rv = !adds || v == 0 ? rAt : add(rAt, multiply(rPlane, v));
        for (int i = 0; i < taps.columns(); i++) {
          int at = i * lanes.count();
          kernel.store(
              y,
              add(yv, at),
              FusedEpilogue.apply(
                  kernel, lanes, epilogue, sums[v][i], () -> lanes.load(r, add(rv, at))));
        }
      }
    }
  }
}

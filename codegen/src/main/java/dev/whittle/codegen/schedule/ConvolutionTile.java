package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.select;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.ArrayList;
import java.util.List;

/**
 * A dense convolution tile: {@code columns} output positions times {@code vectors} vectors of
 * output channels stay in registers while all input channels and kernel rows pass by. Taps left or
 * right of the input row read the zero that lies at index 0 of every buffer; so weights must be
 * finite.
 *
 * @param inputBlock input channels that lie side by side: the lanes of a blocked input, or 1
 * @param partial the last input plane has only {@code rest} channels; {@code planes} are those
 *     before it, and what lies past the last channel is never read
 * @param pointwise the kernel has a single row
 * @param isShort input planes times kernel rows are at most {@link Tile#SHORT_LOOP}
 * @param bias accumulators start at the bias instead of 0
 */
record ConvolutionTile(
    Lanes lanes,
    Taps taps,
    int vectors,
    int inputBlock,
    boolean partial,
    boolean pointwise,
    boolean isShort,
    boolean bias,
    List<Epilogue> epilogue)
    implements Tile {

  /**
   * Runs of input elements up to this long are written out instead of looped over where the loop
   * around them has to tell rows from planes.
   */
  private static final int UNROLLED = 4;

  /** Bytes of code at most, roughly. */
  int codeSize() {
    int run = (taps.dilation() == 1 ? taps.kernel() : 1) * inputBlock;
    int element = taps.columns() * (19 + 11 * vectors) + 150;
    return ((isUnrolled(run) ? run : 1) + (partial ? 1 : 0)) * element
        + taps.columns() * vectors * 45
        + 300;
  }

  private boolean isUnrolled(int run) {
    return run == 1 || !pointwise && run <= UNROLLED;
  }

  ConvolutionTile with(Taps other) {
    return new ConvolutionTile(
        lanes, other, vectors, inputBlock, partial, pointwise, isShort, bias, epilogue);
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
            (inputBlock == 1 && lanes.count() > 1 ? "_plain" : "") + (partial ? "_partial" : ""),
            (pointwise ? "_row" : "") + (isShort ? "_short" : "") + (bias ? "" : "_nobias"),
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
    private final Local rest;
    private Local rows;
    private Local xRow;
    private final Local low;
    private final Local high;
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
      rest = partial ? kernel.integer("rest") : null;
      low = taps.low() > 0 ? kernel.integer("low") : null;
      high = taps.high() < taps.span() ? kernel.integer("high") : null;
    }

    KernelMethod build() {
      List<Expression> starts = biases();
      for (int v = 0; v < vectors; v++) {
        for (int i = 0; i < taps.columns(); i++) {
          sums[v][i] = kernel.let("sum" + i + "_" + v, starts.get(v));
        }
      }
      Local xs = kernel.let("xs", xAt);
      Local ws = kernel.let("ws", wAt);
      rows(xs, ws);
      if (partial) {
        lastPlane(xs, ws);
      }
      store();
      return kernel.build();
    }

    /**
     * All input planes, kernel rows and, when they are apart, taps pass by in one loop around the
     * loop over neighbouring elements: C2 keeps the sums in registers across two loops, not three.
     */
    private void rows(Local xs, Local ws) {
      boolean apart = taps.dilation() > 1 && taps.kernel() > 1;
      int run = (apart ? 1 : taps.kernel()) * inputBlock;
      if (pointwise && !apart) {
        kernel.loop(
            "plane",
            constant(0),
            planes,
            plane -> {
              elements(run, xs, ws, constant(0));
              kernel.assign(xs, add(xs, xPlane));
              kernel.assign(ws, add(ws, wPlane));
            });
        return;
      }
      rows = kernel.integer("rows");
      xRow = kernel.integer("xRow");
      Local row = kernel.let("row", constant(0));
      Local tap = apart ? kernel.let("tap", constant(0)) : null;
      Expression all = multiply(planes, rows);
      Expression steps = isShort ? minimum(all, constant(SHORT_LOOP)) : all;
      int xTap = taps.dilation() * inputBlock;
      int xTaps = taps.kernel() * xTap;
      int weightRow = taps.kernel() * inputBlock * lanes.count();
      Runnable nextRow =
          () -> {
            kernel.assign(row, add(row, 1));
            kernel.assign(xs, add(xs, xRow));
            kernel.assign(ws, add(ws, weightRow));
            kernel.when(
                compare(Comparison.EQUAL, row, rows),
                () -> {
                  kernel.assign(row, constant(0));
                  kernel.assign(xs, add(xs, subtract(xPlane, multiply(rows, xRow))));
                  kernel.assign(ws, add(ws, subtract(wPlane, multiply(rows, weightRow))));
                });
          };
      if (!apart) {
        kernel.loop(
            "step",
            constant(0),
            steps,
            step -> {
              elements(run, xs, ws, constant(0));
              nextRow.run();
            });
        return;
      }
      kernel.loop(
          "step",
          constant(0),
          multiply(steps, taps.kernel()),
          step -> {
            elements(run, xs, ws, multiply(tap, xTap));
            kernel.assign(tap, add(tap, 1));
            kernel.assign(xs, add(xs, xTap));
            kernel.assign(ws, add(ws, run * lanes.count()));
            kernel.when(
                compare(Comparison.EQUAL, tap, constant(taps.kernel())),
                () -> {
                  kernel.assign(tap, constant(0));
                  kernel.assign(xs, add(xs, -xTaps));
                  kernel.assign(ws, add(ws, -weightRow));
                  nextRow.run();
                });
          });
    }

    /** The channels of the last plane that exist, tap by tap. */
    private void lastPlane(Local xs, Local ws) {
      if (pointwise && taps.kernel() == 1) {
        restOfTap(xs, ws, constant(0));
        return;
      }
      int xTap = taps.dilation() * inputBlock;
      Expression steps = multiply(pointwise ? constant(1) : rows, taps.kernel());
      Local tap = kernel.let("lastTap", constant(0));
      kernel.loop(
          "lastStep",
          constant(0),
          steps,
          step -> {
            restOfTap(xs, ws, multiply(tap, xTap));
            kernel.assign(tap, add(tap, 1));
            kernel.assign(xs, add(xs, xTap));
            kernel.assign(ws, add(ws, inputBlock * lanes.count()));
            if (!pointwise) {
              kernel.when(
                  compare(Comparison.EQUAL, tap, constant(taps.kernel())),
                  () -> {
                    kernel.assign(tap, constant(0));
                    kernel.assign(xs, add(xs, add(xRow, -taps.kernel() * xTap)));
                  });
            }
          });
    }

    private void restOfTap(Local xs, Local ws, Expression position) {
      kernel.loop(
          "channel",
          constant(0),
          minimum(rest, constant(inputBlock)),
          i ->
              element(
                  kernel.let("xc", add(xs, i)),
                  kernel.let("wc", add(ws, multiply(i, lanes.count()))),
                  add(position, i)));
    }

    /**
     * A run of input elements that lie side by side, each with its vectors of weights.
     *
     * @param position of the run's first element, counted from the tile's first tap
     */
    private void elements(int count, Local xs, Local ws, Expression position) {
      if (isUnrolled(count)) {
        for (int i = 0; i < count; i++) {
          element(add(xs, i), add(ws, i * lanes.count()), add(position, i));
        }
      } else {
        kernel.loop(
            "element",
            constant(0),
            constant(count),
            i ->
                element(
                    kernel.let("xe", add(xs, i)),
                    kernel.let("we", add(ws, multiply(i, lanes.count()))),
                    add(position, i)));
      }
    }

    private void element(Expression xe, Expression we, Expression position) {
      Local[] weights = new Local[vectors];
      for (int v = 0; v < vectors; v++) {
        Expression at = v == 0 ? we : add(we, multiply(wVector, v));
        weights[v] = kernel.let("weight" + v, lanes.load(w, at));
      }
      for (int i = 0; i < taps.columns(); i++) {
        int shift = i * taps.stride() * inputBlock;
        Expression at = within(i, add(xe, shift), add(position, shift));
        Local value = kernel.let("value", lanes.broadcast(load(x, at)));
        for (int v = 0; v < vectors; v++) {
          kernel.assign(sums[v][i], multiplyAdd(value, weights[v], sums[v][i]));
        }
      }
    }

    /** The index, or that of a zero where the position lies outside the input row. */
    private Expression within(int column, Expression at, Expression position) {
      Expression index = at;
      if (taps.position(column, 0) < taps.low()) {
        index = select(compare(Comparison.LESS, position, low), constant(0), index);
      }
      if (taps.position(column, taps.kernel() - 1) >= taps.high()) {
        index = select(compare(Comparison.LESS, position, high), index, constant(0));
      }
      return index;
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

package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.List;

/**
 * A dense convolution tile: {@code columns} output positions times {@code vectors} vectors of
 * output channels stay in registers while all input channels and kernel rows pass by.
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
  public void require(KernelLibrary library) {
    library.require(name() + lanes.suffix(), this::build);
  }

  private KernelMethod build(KernelBuilder kernel) {
    return new Body(kernel).build();
  }

  private final class Body {
    private final KernelBuilder kernel;
    private final TileSums sums;
    private final Local xAt;
    private final Local xPlane;
    private final Local wAt;
    private final Local wPlane;
    private final Local planes;
    private final Local rest;
    private Local rows;
    private Local xRow;

    Body(KernelBuilder kernel) {
      this.kernel = kernel;
      sums = new TileSums(kernel, lanes, taps, vectors, inputBlock);
      xAt = kernel.integer("xAt");
      xPlane = kernel.integer("xPlane");
      wAt = kernel.integer("wAt");
      wPlane = kernel.integer("wPlane");
      planes = kernel.integer("planes");
      rest = partial ? kernel.integer("rest") : null;
    }

    KernelMethod build() {
      sums.begin(bias);
      Local xs = kernel.let("xs", xAt);
      Local ws = kernel.let("ws", wAt);
      rows(xs, ws);
      if (partial) {
        lastPlane(xs, ws);
      }
      sums.store(epilogue);
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
              sums.element(
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
          sums.element(add(xs, i), add(ws, i * lanes.count()), add(position, i));
        }
      } else {
        kernel.loop(
            "element",
            constant(0),
            constant(count),
            i ->
                sums.element(
                    kernel.let("xe", add(xs, i)),
                    kernel.let("we", add(ws, multiply(i, lanes.count()))),
                    add(position, i)));
      }
    }
  }
}

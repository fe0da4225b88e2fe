package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
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
 * A tile of one group of a convolution: some positions times some vectors that hold outputs of the
 * group. Its {@code inputs}, the first of which is lane {@code firstInput} of its block, need fill
 * no blocks. Where vectors hold outputs of other groups as well, their lanes are summed over the
 * wrong inputs and must not reach the result.
 *
 * <p>Weights lie in the order of their use: kernel rows, taps, inputs of the group, lanes.
 *
 * @param run inputs that lie side by side wherever the first of them is counted; they divide lanes
 * @param isShort runs of all inputs, taps and kernel rows are at most {@link Tile#SHORT_LOOP}
 * @param shared whether vectors hold outputs of several groups
 * @param bias accumulators start at the bias instead of 0
 */
record GroupTile(
    Lanes lanes,
    Taps taps,
    int vectors,
    int run,
    boolean isShort,
    boolean shared,
    boolean bias,
    List<Epilogue> epilogue)
    implements Tile {
  @Override
  public int columns() {
    return taps.columns();
  }

  @Override
  public String name() {
    return "f32_conv2d_group_%dx%d_%s%s_%s%s"
        .formatted(
            taps.columns(),
            vectors,
            taps.geometry(),
            "_r"
                + run
                + (isShort ? "_short" : "")
                + (shared ? "_shared" : "")
                + (bias ? "" : "_nobias"),
            taps.edges(),
            FusedEpilogue.name(epilogue));
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public void require(KernelLibrary library) {
    library.require(name() + lanes.suffix(), this::build);
  }

  private KernelMethod build(KernelBuilder kernel) {
    TileSums sums = new TileSums(kernel, lanes, taps, vectors, lanes.count());
    sums.begin(bias);
    sum(kernel, sums);
    sums.store(epilogue);
    return kernel.build();
  }

  /** Kernel rows, taps, blocks and runs of inputs pass by in one loop. */
  private void sum(KernelBuilder kernel, TileSums sums) {
    int block = lanes.count();
    int xTap = taps.dilation() * block;
    Local xPlane = kernel.integer("xPlane");
    Local xRow = kernel.integer("xRow");
    Local rows = kernel.integer("rows");
    Local firstInput = kernel.integer("firstInput");
    Local inputs = kernel.integer("inputs");
    Local xt = kernel.let("xt", add(kernel.integer("xAt"), firstInput));
    Local xs = kernel.let("xs", xt);
    Local ws = kernel.let("ws", kernel.integer("wAt"));
    Local lane = kernel.let("lane", firstInput);
    Local left = kernel.let("left", inputs);
    Local tap = kernel.let("tap", constant(0));
    Local steps =
        kernel.let("steps", multiply(multiply(rows, taps.kernel()), divide(inputs, constant(run))));
    Runnable step =
        () -> {
          for (int i = 0; i < run; i++) {
            Expression position = add(add(multiply(tap, xTap), lane), i);
            sums.element(add(xs, i), add(ws, i * block), position);
          }
          kernel.assign(ws, add(ws, run * block));
          kernel.assign(xs, add(xs, run));
          kernel.assign(lane, add(lane, run));
          kernel.when(
              compare(Comparison.EQUAL, lane, constant(block)),
              () -> {
                kernel.assign(lane, constant(0));
                kernel.assign(xs, add(xs, add(xPlane, -block)));
              });
          kernel.assign(left, add(left, -run));
          kernel.when(
              compare(Comparison.EQUAL, left, constant(0)),
              () -> {
                kernel.assign(left, inputs);
                kernel.assign(lane, firstInput);
                kernel.assign(tap, add(tap, 1));
                kernel.assign(xt, add(xt, xTap));
                kernel.when(
                    compare(Comparison.EQUAL, tap, constant(taps.kernel())),
                    () -> {
                      kernel.assign(tap, constant(0));
                      kernel.assign(xt, add(xt, add(xRow, -taps.kernel() * xTap)));
                    });
                kernel.assign(xs, xt);
              });
        };
    if (isShort) {
      kernel.loop("step", constant(0), minimum(steps, constant(SHORT_LOOP)), at -> step.run());
    } else {
      kernel.loop(
          "part",
          constant(0),
          steps,
          SHORT_LOOP,
          part ->
              kernel.loop(
                  "step",
                  constant(0),
                  minimum(subtract(steps, part), constant(SHORT_LOOP)),
                  at -> step.run()));
    }
  }
}

package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.spread;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.List;

/**
 * A depthwise convolution tile: {@code columns} positions of one vector of channels; every input
 * vector is loaded once for all taps that read it. Also for several channels a group, when whole
 * groups lie in a vector: each channel of a group is spread over all its outputs in turn.
 *
 * <p>With more outputs than channels in a group, input vectors end with the channels that the
 * outputs read.
 *
 * @param group channels of a group, a divisor of {@code outputs}
 * @param outputs of a group, a power of two up to the lanes
 * @param isShort kernel rows are at most {@link Tile#SHORT_LOOP}
 */
record DepthwiseTile(
    Lanes lanes,
    Taps taps,
    int group,
    int outputs,
    boolean isShort,
    boolean bias,
    List<Epilogue> epilogue)
    implements Tile {
  @Override
  public int columns() {
    return taps.columns();
  }

  @Override
  public int vectors() {
    return 1;
  }

  @Override
  public String name() {
    return "f32_conv2d_depthwise_%d_%s%s%s_%s%s"
        .formatted(
            taps.columns(),
            taps.geometry(),
            groups(),
            (isShort ? "" : "_tall") + (bias ? "" : "_nobias"),
            taps.edges(),
            FusedEpilogue.name(epilogue));
  }

  private String groups() {
    return outputs == 1 ? "" : "g" + group + (group == outputs ? "" : "x" + outputs / group);
  }

  @Override
  public void require(KernelLibrary library) {
    library.require(name() + lanes.suffix(), this::build);
  }

  private KernelMethod build(KernelBuilder kernel) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xRow = kernel.integer("xRow");
    Local w = kernel.buffer("w");
    Local wAt = kernel.integer("wAt");
    Local wPlane = group > 1 ? kernel.integer("wPlane") : null;
    Local rows = kernel.integer("rows");
    int width = lanes.count();
    Local start;
    if (bias) {
      Local b = kernel.buffer("b");
      start = kernel.let("bias0", lanes.load(b, kernel.integer("bAt")));
    } else {
      start = kernel.let("bias0", lanes.splat(0f));
    }
    Local[] sums = new Local[taps.columns()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = kernel.let("sum" + i, start);
    }
    kernel.loop(
        "row",
        constant(0),
        isShort ? minimum(rows, constant(SHORT_LOOP)) : rows,
        row -> {
          Local xs = kernel.let("xs", add(xAt, multiply(row, xRow)));
          Local ws = kernel.let("ws", add(wAt, multiply(row, taps.kernel() * width)));
          Local[][] weights = new Local[group][taps.kernel()];
          for (int channel = 0; channel < group; channel++) {
            Expression plane = channel == 0 ? ws : add(ws, multiply(wPlane, channel));
            for (int tap = 0; tap < taps.kernel(); tap++) {
              weights[channel][tap] =
                  kernel.let("weight" + tap, lanes.load(w, add(plane, tap * width)));
            }
          }
          for (int position = taps.low(); position < taps.high(); position++) {
            position(kernel, x, xs, position, weights, sums);
          }
        });
    store(kernel, sums);
    return kernel.build();
  }

  private void position(
      KernelBuilder kernel, Local x, Local xs, int position, Local[][] weights, Local[] sums) {
    boolean isRead = false;
    for (int i = 0; i < sums.length; i++) {
      for (int tap = 0; tap < taps.kernel(); tap++) {
        isRead |= taps.position(i, tap) == position;
      }
    }
    if (!isRead) {
      return;
    }
    Local value = kernel.let("value", lanes.load(x, add(xs, position * lanes.count())));
    int first = lanes.count() - lanes.count() / outputs * group;
    for (int channel = 0; channel < group; channel++) {
      Local own =
          outputs == 1 ? value : kernel.let("own", spread(value, outputs, group, first + channel));
      for (int i = 0; i < sums.length; i++) {
        for (int tap = 0; tap < taps.kernel(); tap++) {
          if (taps.position(i, tap) == position) {
            kernel.assign(sums[i], multiplyAdd(own, weights[channel][tap], sums[i]));
          }
        }
      }
    }
  }

  private void store(KernelBuilder kernel, Local[] sums) {
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    boolean adds = epilogue.contains(new Epilogue.AddOperand());
    Local r = adds ? kernel.buffer("r") : null;
    Local rAt = adds ? kernel.integer("rAt") : null;
    for (int i = 0; i < sums.length; i++) {
      int at = i * lanes.count();
      kernel.store(
          y,
          add(yAt, at),
          FusedEpilogue.apply(kernel, lanes, epilogue, sums[i], () -> lanes.load(r, add(rAt, at))));
    }
  }
}

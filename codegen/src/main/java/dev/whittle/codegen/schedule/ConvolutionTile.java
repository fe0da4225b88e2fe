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

  /** Bytes of code for the taps of one kernel row, roughly; at most half of what HotSpot takes. */
  static int codeSize(int columns, int vectors, int kernelWidth) {
    return kernelWidth * (columns * (19 + 11 * vectors) + 30) + columns * vectors * 30;
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
      int width = lanes.count();
      List<Expression> starts = biases();
      for (int v = 0; v < vectors; v++) {
        for (int i = 0; i < taps.columns(); i++) {
          sums[v][i] = kernel.let("sum" + i + "_" + v, starts.get(v));
        }
      }
      if (pointwise) {
        kernel.loop("plane", constant(0), planes, plane -> taps(plane, constant(0), xAt, wAt));
      } else {
        Local xRow = kernel.integer("xRow");
        Local rows = kernel.integer("rows");
        kernel.loop(
            "plane",
            constant(0),
            planes,
            plane ->
                kernel.loop(
                    "row",
                    constant(0),
                    rows,
                    row ->
                        taps(
                            plane,
                            row,
                            add(xAt, multiply(row, xRow)),
                            add(wAt, multiply(row, taps.kernel() * inputBlock * width)))));
      }
      store();
      return kernel.build();
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

    private void taps(Expression plane, Expression row, Expression xFrom, Expression wFrom) {
      Local xs = kernel.let("xs", add(xFrom, multiply(plane, xPlane)));
      Local ws = kernel.let("ws", add(wFrom, multiply(plane, wPlane)));
      for (int tap = 0; tap < taps.kernel(); tap++) {
        int at = tap;
        if (inputBlock == 1) {
          tap(at, xs, ws, at * lanes.count());
        } else {
          int block = at * inputBlock * lanes.count();
          kernel.loop(
              "channel",
              constant(0),
              constant(inputBlock),
              channel ->
                  tap(
                      at,
                      kernel.let("xc", add(xs, channel)),
                      kernel.let("wc", add(ws, multiply(channel, lanes.count()))),
                      block));
        }
      }
    }

    private void tap(int tap, Local xs, Local ws, int weight) {
      List<Integer> columns = new ArrayList<>();
      for (int i = 0; i < taps.columns(); i++) {
        if (taps.exists(i, tap)) {
          columns.add(i);
        }
      }
      if (columns.isEmpty()) {
        return;
      }
      Local[] weights = new Local[vectors];
      for (int v = 0; v < vectors; v++) {
        Expression at = v == 0 ? ws : add(ws, multiply(wVector, v));
        weights[v] = kernel.let("weight" + v, lanes.load(w, add(at, weight)));
      }
      for (int i : columns) {
        Local value =
            kernel.let(
                "value", lanes.broadcast(load(x, add(xs, taps.position(i, tap) * inputBlock))));
        for (int v = 0; v < vectors; v++) {
          kernel.assign(sums[v][i], multiplyAdd(value, weights[v], sums[v][i]));
        }
      }
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

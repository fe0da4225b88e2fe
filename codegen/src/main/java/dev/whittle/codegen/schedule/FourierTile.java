package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.negate;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;

/**
 * The products of one frequency: {@code columns} tiles of the map times one vector of output
 * channels stay in registers while all input channels pass by. Real and imaginary parts lie side by
 * side: in {@code x} as blocks of channels, in {@code w} and {@code y} as vectors.
 *
 * @param twin the two parts are two real numbers, each multiplied with its own
 * @param partial the last block of input channels has only {@code rest}; {@code planes} are those
 *     before it
 */
record FourierTile(Lanes lanes, int columns, boolean twin, boolean partial) {
  /** Tiles of the map whose sums fit into registers beside what one step needs. */
  static int widest(Lanes lanes) {
    return lanes.registers() == 32 ? 12 : 5;
  }

  String name() {
    return "f32_fourier_%s_%d%s%s"
        .formatted(twin ? "twins" : "products", columns, partial ? "_partial" : "", lanes.suffix());
  }

  KernelMethod build(KernelBuilder kernel) {
    return new Body(kernel).build();
  }

  private final class Body {
    private final KernelBuilder kernel;
    private final Local x;
    private final Local w;
    private final Local[] re = new Local[columns];
    private final Local[] im = new Local[columns];

    Body(KernelBuilder kernel) {
      this.kernel = kernel;
      x = kernel.buffer("x");
      w = kernel.buffer("w");
    }

    KernelMethod build() {
      Local xAt = kernel.integer("xAt");
      Local xPlane = kernel.integer("xPlane");
      Local wAt = kernel.integer("wAt");
      Local planes = kernel.integer("planes");
      Local rest = partial ? kernel.integer("rest") : null;
      Local y = kernel.buffer("y");
      Local yAt = kernel.integer("yAt");
      int block = lanes.count();
      for (int i = 0; i < columns; i++) {
        re[i] = kernel.let("re" + i, lanes.splat(0f));
        im[i] = kernel.let("im" + i, lanes.splat(0f));
      }
      Local xs = kernel.let("xs", xAt);
      Local ws = kernel.let("ws", wAt);
      kernel.loop(
          "plane",
          constant(0),
          planes,
          plane -> {
            kernel.loop("channel", constant(0), constant(block), c -> channel(xs, ws, c));
            kernel.assign(xs, add(xs, xPlane));
            kernel.assign(ws, add(ws, 2 * block * block));
          });
      if (partial) {
        kernel.loop(
            "channel", constant(0), minimum(rest, constant(block)), c -> channel(xs, ws, c));
      }
      for (int i = 0; i < columns; i++) {
        kernel.store(y, add(yAt, 2 * i * block), re[i]);
        kernel.store(y, add(yAt, (2 * i + 1) * block), im[i]);
      }
      return kernel.build();
    }

    private void channel(Local xs, Local ws, Local channel) {
      int block = lanes.count();
      Local xe = kernel.let("xe", add(xs, channel));
      Local we = kernel.let("we", add(ws, multiply(channel, 2 * block)));
      Local wRe = kernel.let("wRe", lanes.load(w, we));
      Local wIm = kernel.let("wIm", lanes.load(w, add(we, block)));
      Local minus = twin ? null : kernel.let("minus", negate(wIm));
      for (int i = 0; i < columns; i++) {
        Local xRe = kernel.let("xRe", lanes.broadcast(load(x, add(xe, 2 * i * block))));
        Local xIm = kernel.let("xIm", lanes.broadcast(load(x, add(xe, (2 * i + 1) * block))));
        multiplyInto(re[i], xRe, wRe);
        multiplyInto(im[i], xIm, twin ? wIm : wRe);
        if (!twin) {
          multiplyInto(re[i], xIm, minus);
          multiplyInto(im[i], xRe, wIm);
        }
      }
    }

    private void multiplyInto(Local sum, Expression left, Expression right) {
      kernel.assign(sum, multiplyAdd(left, right, sum));
    }
  }
}

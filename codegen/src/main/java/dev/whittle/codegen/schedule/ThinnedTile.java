package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.List;

/**
 * A rectangle of output positions times some vectors of outputs that share their columns.
 *
 * @param xRow the distance of the values that neighbouring rows read, 0 for one row
 * @param xColumn that of neighbouring positions
 * @param yRow the distance of rows of results, 0 for one row
 */
record ThinnedTile(
    Lanes lanes,
    int rows,
    int columns,
    int vectors,
    int xRow,
    int xColumn,
    int yRow,
    boolean bias,
    List<Epilogue> epilogue) {
  String name() {
    return "f32_thinned_%dx%dx%d_s%d%s%s%s%s"
        .formatted(
            rows,
            columns,
            vectors,
            xColumn / lanes.count(),
            rows > 1 ? "_r%d_%d".formatted(xRow, yRow) : "",
            bias ? "" : "_nobias",
            FusedEpilogue.name(epilogue),
            lanes.suffix());
  }

  String require(KernelLibrary library) {
    return library.require(name(), kernel -> new Body(kernel).build());
  }

  private final class Body {
    private final KernelBuilder kernel;
    private final Local x;
    private final Local xAt;
    private final Local w;
    private final Local weightsAt;
    private final Local[][] sums = new Local[rows * columns][vectors];

    Body(KernelBuilder kernel) {
      this.kernel = kernel;
      x = kernel.buffer("x");
      xAt = kernel.integer("xAt");
      w = kernel.buffer("w");
      weightsAt = kernel.integer("weightsAt");
    }

    KernelMethod build() {
      Local distancesAt = kernel.integer("distancesAt");
      Local first = kernel.integer("first");
      Local end = kernel.integer("end");
      start();
      kernel.loop(
          "column",
          first,
          end,
          column -> {
            Local xs = kernel.let("xs", add(xAt, SparseTile.integer(w, add(distancesAt, column))));
            Local ws = kernel.let("ws", add(weightsAt, multiply(column, vectors * lanes.count())));
            products(xs, ws);
          });
      store();
      return kernel.build();
    }

    private void start() {
      Local b = bias ? kernel.buffer("b") : null;
      Local bAt = bias ? kernel.integer("bAt") : null;
      for (int v = 0; v < vectors; v++) {
        Local start =
            kernel.let(
                "start" + v, bias ? lanes.load(b, add(bAt, v * lanes.count())) : lanes.splat(0f));
        for (int i = 0; i < sums.length; i++) {
          sums[i][v] = kernel.let("sum" + i + "_" + v, start);
        }
      }
    }

    private void products(Local xs, Local ws) {
      Local[] weights = new Local[vectors];
      for (int v = 0; v < vectors; v++) {
        weights[v] = kernel.let("weight" + v, lanes.load(w, add(ws, v * lanes.count())));
      }
      for (int i = 0; i < sums.length; i++) {
        int distance = i / columns * xRow + i % columns * xColumn;
        Local value = kernel.let("value" + i, lanes.broadcast(load(x, add(xs, distance))));
        for (int v = 0; v < vectors; v++) {
          kernel.assign(sums[i][v], multiplyAdd(value, weights[v], sums[i][v]));
        }
      }
    }

    private void store() {
      boolean adds = epilogue.contains(new Epilogue.AddOperand());
      Local r = adds ? kernel.buffer("r") : null;
      Local rAt = adds ? kernel.integer("rAt") : null;
      Local rPlane = adds ? kernel.integer("rPlane") : null;
      Local y = kernel.buffer("y");
      Local yAt = kernel.integer("yAt");
      Local yPlane = kernel.integer("yPlane");
      for (int v = 0; v < vectors; v++) {
        Expression plane = add(yAt, multiply(yPlane, v));
        for (int i = 0; i < sums.length; i++) {
          int shift = i / columns * yRow + i % columns * lanes.count();
          Expression from = adds ? add(add(rAt, multiply(rPlane, v)), shift) : null;
          Expression result =
              FusedEpilogue.apply(kernel, lanes, epilogue, sums[i][v], () -> lanes.load(r, from));
          kernel.store(y, add(plane, shift), result);
        }
      }
    }
  }
}

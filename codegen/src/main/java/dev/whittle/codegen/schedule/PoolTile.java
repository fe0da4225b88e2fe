package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.unary;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.UnaryOperator;
import dev.whittle.ir.op.Epilogue;
import java.util.List;

/**
 * Pooling of {@code columns} positions of one vector of channels.
 *
 * @param isShort kernel rows are at most {@link Tile#SHORT_LOOP}
 * @param counts for an average, the taps of each column that count; empty for a maximum
 */
record PoolTile(
    Lanes lanes, Taps taps, boolean isShort, List<Integer> counts, List<Epilogue> epilogue)
    implements Tile {
  PoolTile {
    counts = List.copyOf(counts);
  }

  @Override
  public int columns() {
    return taps.columns();
  }

  @Override
  public int vectors() {
    return 1;
  }

  private boolean isMaximum() {
    return counts.isEmpty();
  }

  @Override
  public String name() {
    StringBuilder uneven = new StringBuilder();
    if (counts.stream().anyMatch(c -> c != taps.kernel())) {
      uneven.append("_over");
      counts.forEach(c -> uneven.append('_').append(c));
    }
    return "f32_%s_pool_%d_%s%s_%s%s%s"
        .formatted(
            isMaximum() ? "max" : "average",
            taps.columns(),
            taps.geometry(),
            isShort ? "" : "_tall",
            taps.edges(),
            uneven,
            FusedEpilogue.name(epilogue));
  }

  @Override
  public KernelMethod build(KernelBuilder kernel) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xRow = kernel.integer("xRow");
    Local rows = kernel.integer("rows");
    Local[] results = new Local[taps.columns()];
    float start = isMaximum() ? Float.NEGATIVE_INFINITY : 0f;
    for (int i = 0; i < results.length; i++) {
      results[i] = kernel.let("result" + i, lanes.splat(start));
    }
    kernel.loop(
        "row",
        constant(0),
        isShort ? minimum(rows, constant(SHORT_LOOP)) : rows,
        row -> {
          Local xs = kernel.let("xs", add(xAt, multiply(row, xRow)));
          for (int position = taps.low(); position < taps.high(); position++) {
            position(kernel, x, xs, position, results);
          }
        });
    store(kernel, results);
    return kernel.build();
  }

  private void position(KernelBuilder kernel, Local x, Local xs, int position, Local[] results) {
    Local value = null;
    for (int i = 0; i < results.length; i++) {
      for (int tap = 0; tap < taps.kernel(); tap++) {
        if (taps.position(i, tap) == position) {
          if (value == null) {
            value = kernel.let("value", lanes.load(x, add(xs, position * lanes.count())));
          }
          kernel.assign(
              results[i], isMaximum() ? maximum(results[i], value) : add(results[i], value));
        }
      }
    }
  }

  private void store(KernelBuilder kernel, Local[] results) {
    Local counted = isMaximum() ? null : kernel.integer("counted");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    for (int i = 0; i < results.length; i++) {
      Expression value = results[i];
      if (!isMaximum()) {
        Expression count = multiply(counted, counts.get(i));
        value = divide(value, lanes.broadcast(unary(UnaryOperator.TO_FLOAT, count)));
      }
      kernel.store(
          y,
          add(yAt, i * lanes.count()),
          FusedEpilogue.apply(kernel, lanes, epilogue, value, FusedEpilogue::none));
    }
  }
}

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
  public void require(KernelLibrary library) {
    library.require(name() + lanes.suffix(), this::build);
  }

  private KernelMethod build(KernelBuilder kernel) {
    Local x = kernel.buffer("x");
    Local xAt = kernel.integer("xAt");
    Local xRow = kernel.integer("xRow");
    Local rows = kernel.integer("rows");
    Local[] sums = new Local[isByColumns() ? taps.span() : taps.columns()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = kernel.let("sum" + i, start());
    }
    kernel.loop(
        "row",
        constant(0),
        isShort ? minimum(rows, constant(SHORT_LOOP)) : rows,
        row -> {
          Local xs = kernel.let("xs", add(xAt, multiply(row, xRow)));
          for (int position = taps.low(); position < taps.high(); position++) {
            position(kernel, position, lanes.load(x, add(xs, position * lanes.count())), sums);
          }
        });
    store(kernel, isByColumns() ? across(kernel, sums) : sums);
    return kernel.build();
  }

  /** Whether columns of input are joined first, so that neighbouring results share them. */
  private boolean isByColumns() {
    return taps.span() <= lanes.registers() - 4;
  }

  private Expression start() {
    return lanes.splat(isMaximum() ? Float.NEGATIVE_INFINITY : 0f);
  }

  private Expression join(Expression left, Expression right) {
    return isMaximum() ? maximum(left, right) : add(left, right);
  }

  private void position(KernelBuilder kernel, int position, Expression load, Local[] sums) {
    if (isByColumns()) {
      kernel.assign(sums[position], join(sums[position], load));
      return;
    }
    Local value = kernel.let("value", load);
    for (int i = 0; i < sums.length; i++) {
      for (int tap = 0; tap < taps.kernel(); tap++) {
        if (taps.position(i, tap) == position) {
          kernel.assign(sums[i], join(sums[i], value));
        }
      }
    }
  }

  private Local[] across(KernelBuilder kernel, Local[] columns) {
    Local[] results = new Local[taps.columns()];
    for (int i = 0; i < results.length; i++) {
      Expression value = start();
      for (int tap = 0, found = 0; tap < taps.kernel(); tap++) {
        if (taps.exists(i, tap)) {
          Local column = columns[taps.position(i, tap)];
          value = found++ == 0 ? column : join(value, column);
        }
      }
      results[i] = kernel.let("result" + i, value);
    }
    return results;
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

package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.load;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.select;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.ir.op.Epilogue;
import java.util.ArrayList;
import java.util.List;

/**
 * The accumulators of a dense convolution tile, {@code vectors} of outputs at every column of
 * {@code taps}, and what every such tile does with them. Taps left or right of the input row read
 * the zero that lies at index 0 of every buffer; so weights must be finite.
 */
final class TileSums {
  private final KernelBuilder kernel;
  private final Lanes lanes;
  private final Taps taps;
  private final int vectors;
  private final int inputBlock;
  private final Local x;
  private final Local w;
  private final Local wVector;
  private final Local low;
  private final Local high;
  private final Local[][] sums;

  /**
   * Declares the parameters that {@link #element} needs.
   *
   * @param inputBlock input channels that lie side by side
   */
  TileSums(KernelBuilder kernel, Lanes lanes, Taps taps, int vectors, int inputBlock) {
    this.kernel = kernel;
    this.lanes = lanes;
    this.taps = taps;
    this.vectors = vectors;
    this.inputBlock = inputBlock;
    x = kernel.buffer("x");
    w = kernel.buffer("w");
    wVector = kernel.integer("wVector");
    low = taps.low() > 0 ? kernel.integer("low") : null;
    high = taps.high() < taps.span() ? kernel.integer("high") : null;
    sums = new Local[vectors][taps.columns()];
  }

  /** Lets the sums be the bias, or 0. */
  void begin(boolean bias) {
    List<Expression> starts = biases(bias);
    for (int v = 0; v < vectors; v++) {
      for (int i = 0; i < taps.columns(); i++) {
        sums[v][i] = kernel.let("sum" + i + "_" + v, starts.get(v));
      }
    }
  }

  private List<Expression> biases(boolean bias) {
    List<Expression> starts = new ArrayList<>();
    Local b = bias ? kernel.buffer("b") : null;
    Local bAt = bias ? kernel.integer("bAt") : null;
    for (int v = 0; v < vectors; v++) {
      starts.add(
          bias
              ? kernel.let("bias" + v, lanes.load(b, add(bAt, v * lanes.count())))
              : lanes.splat(0f));
    }
    return starts;
  }

  /**
   * Adds the products of one input element of every column with its weights.
   *
   * @param xe where the first column's lies
   * @param we where its first vector of weights lies
   * @param position of the element, counted from the tile's first tap
   */
  void element(Expression xe, Expression we, Expression position) {
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

  /** Stores the sums after the epilogue. */
  void store(List<Epilogue> epilogue) {
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

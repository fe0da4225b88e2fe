package dev.whittle.cli.sweep;

import java.util.stream.DoubleStream;

/**
 * An axis whose ends and marks are round numbers.
 *
 * @param step from one mark to the next
 */
record Axis(double from, double to, double step) {
  private static final int MOST_STEPS = 7;
  private static final double[] ROUND = {1, 2, 2.5, 5, 10};

  /** An axis with room for everything from {@code low} to {@code high}. */
  static Axis of(double low, double high) {
    double range = high > low ? high - low : Math.max(Math.abs(high), 1e-9);
    double power = Math.pow(10, Math.floor(Math.log10(range / MOST_STEPS)));
    double step = power;
    for (double digits : ROUND) {
      step = digits * power;
      if (range <= MOST_STEPS * step) {
        break;
      }
    }
    double from = step * Math.floor(low / step);
    double to = step * Math.ceil(high / step);
    return new Axis(from, to > from ? to : from + step, step);
  }

  double[] marks() {
    return DoubleStream.iterate(0, i -> i <= Math.rint((to - from) / step), i -> i + 1)
        .map(i -> from + i * step)
        .toArray();
  }

  /** Where {@code value} lies between the ends, from 0 to 1. */
  double share(double value) {
    return (value - from) / (to - from);
  }
}

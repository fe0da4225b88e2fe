package dev.whittle.passes.calibrate;

import dev.whittle.passes.linear.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Responses of a layer, a row for each place that was sampled. Grows; memory is of floats. */
public final class Samples {
  private final int channels;
  private final List<Integer> ends = new ArrayList<>();
  private float[] values = new float[0];
  private int size;

  /** No rows yet, of {@code channels} elements. */
  public Samples(int channels) {
    this.channels = channels;
  }

  public int channels() {
    return channels;
  }

  public int rows() {
    return size / channels;
  }

  int items() {
    return ends.size();
  }

  /** Adds the rows of one item, given one after the other. */
  public void add(float[] rows) {
    if (size + rows.length > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, size + rows.length));
    }
    System.arraycopy(rows, 0, values, size, rows.length);
    size += rows.length;
    ends.add(size);
  }

  /** The rows of some items, by their number in order. */
  Samples only(IntPredicate items) {
    Samples part = new Samples(channels);
    for (int item = 0; item < ends.size(); item++) {
      if (items.test(item)) {
        part.add(Arrays.copyOfRange(values, item == 0 ? 0 : ends.get(item - 1), ends.get(item)));
      }
    }
    return part;
  }

  /** Rows {@code from} to {@code to}, exclusive. */
  public Matrix rows(int from, int to) {
    double[] part = new double[(to - from) * channels];
    for (int i = 0; i < part.length; i++) {
      part[i] = values[from * channels + i];
    }
    return new Matrix(to - from, channels, part);
  }
}

package dev.whittle.passes.linear;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A tensor of doubles with any number of axes, the last one contiguous.
 *
 * @param values shared, not copied
 */
public record Multiway(int[] sizes, double[] values) {
  public Multiway {
    if (Arrays.stream(sizes).asLongStream().reduce(1, (a, b) -> a * b) != values.length) {
      throw new IllegalArgumentException(
          Arrays.toString(sizes) + " is not " + values.length + " elements");
    }
  }

  public int axes() {
    return sizes.length;
  }

  /** The same elements with their axes in another order. */
  public Multiway permute(int... order) {
    int axes = axes();
    int[] strides = new int[axes];
    int stride = 1;
    for (int axis = axes - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    int[] permuted = Arrays.stream(order).map(axis -> sizes[axis]).toArray();
    double[] moved = new double[values.length];
    int[] index = new int[axes];
    int from = 0;
    for (int i = 0; i < moved.length; i++) {
      moved[i] = values[from];
      for (int axis = axes - 1; axis >= 0; axis--) {
        from += strides[order[axis]];
        if (++index[axis] < permuted[axis]) {
          break;
        }
        from -= strides[order[axis]] * permuted[axis];
        index[axis] = 0;
      }
    }
    return new Multiway(permuted, moved);
  }

  /** The same elements, contiguous as they are, under other sizes. */
  public Multiway reshape(int... other) {
    return new Multiway(other, values);
  }

  /** A row for each index of {@code axis}, a column for each of the others in their order. */
  public Matrix unfold(int axis) {
    Multiway moved = axis == 0 ? this : permute(first(axis));
    return new Matrix(sizes[axis], values.length / sizes[axis], moved.values);
  }

  /** The tensor whose {@link #unfold} along {@code axis} is {@code unfolded}. */
  public static Multiway fold(Matrix unfolded, int axis, int... sizes) {
    int[] order = first(axis, sizes.length);
    int[] moved = Arrays.stream(order).map(a -> sizes[a]).toArray();
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    return new Multiway(moved, unfolded.values()).permute(back);
  }

  /** Every fibre along {@code axis} multiplied by {@code matrix} from the left. */
  public Multiway times(int axis, Matrix matrix) {
    int[] changed = sizes.clone();
    changed[axis] = matrix.rows();
    return fold(matrix.times(unfold(axis)), axis, changed);
  }

  /** The sum of all squares. */
  public double energy() {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  public Multiway minus(Multiway other) {
    double[] difference = values.clone();
    for (int i = 0; i < difference.length; i++) {
      difference[i] -= other.values[i];
    }
    return new Multiway(sizes, difference);
  }

  private int[] first(int axis) {
    return first(axis, axes());
  }

  private static int[] first(int axis, int axes) {
    return IntStream.concat(
            IntStream.of(axis), IntStream.range(0, axes).filter(other -> other != axis))
        .toArray();
  }
}

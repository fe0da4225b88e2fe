package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which part of a weight {@code [O, I, taps…]} is kept: for every block of outputs the columns,
 * pairs of an input and a tap, in which not all its weights are zero. Blocks of one output keep the
 * weights that are not zero, as compressed rows do; larger ones are the thinned filters of Lebedev
 * and Lempitsky (Fast ConvNets Using Group-wise Brain Damage, 2016).
 *
 * <p>In memory: for every block where its columns start, and where the last one's end; for every
 * column how far the value that it multiplies lies from the first input's at the first tap; zeros
 * up to a multiple of 16; for every column its weights. The first two are ints, held by the floats
 * of the same bits.
 *
 * @param count columns of all blocks
 * @param inputs how many inputs lie side by side
 * @param plane the distance of those from the next as many
 * @param steps the distance of neighbouring taps along each axis
 */
public record Columns(int count, int inputs, int plane, List<Integer> steps) {
  private static final Pattern TEXT = Pattern.compile("columns\\((\\d{1,9}(?:,\\d{1,9}){2,5})\\)");
  private static final int ALIGNMENT = 16;

  public Columns {
    steps = List.copyOf(steps);
    if (count < 0 || inputs < 1 || plane < 1 || steps.stream().anyMatch(s -> s < 0)) {
      throw new IllegalArgumentException("no such columns: %d of %s".formatted(count, steps));
    }
  }

  /** Columns of a matrix, whose inputs lie side by side. */
  public static Columns of(int count) {
    return new Columns(count, 1, 1, List.of());
  }

  /** Whether {@code text} is that of columns. */
  static boolean isText(String text) {
    return text.startsWith("columns");
  }

  static Columns parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " names no columns");
    }
    List<Integer> numbers = new ArrayList<>();
    for (String number : matcher.group(1).split(",")) {
      numbers.add(Integer.valueOf(number));
    }
    return new Columns(
        numbers.get(0), numbers.get(1), numbers.get(2), numbers.subList(3, numbers.size()));
  }

  /** The text form, for example {@code columns(1840,16,9216,96,16)}. */
  public String text() {
    return "columns(%d,%d,%d%s)"
        .formatted(
            count, inputs, plane, steps.stream().map(s -> "," + s).collect(Collectors.joining()));
  }

  /** Whether a weight of this shape has as many axes and columns, in blocks of outputs. */
  boolean fits(int block, int... shape) {
    return shape.length == 2 + steps.size() && count <= all(block, shape);
  }

  /** Columns of all blocks when none is left out. */
  public static long all(int block, int... shape) {
    long columns = shape[0] == 0 ? 0 : Tensor.elementCount(shape) / shape[0];
    return Math.ceilDiv(shape[0], block) * columns;
  }

  /** Where the distances of columns start, counted from the first float. */
  public int distancesAt(int block, int outputs) {
    return Math.ceilDiv(outputs, block) + 1;
  }

  /** Where the weights of columns start, counted from the first float. */
  public int weightsAt(int block, int outputs) {
    int ints = distancesAt(block, outputs) + count;
    return Math.ceilDiv(ints, ALIGNMENT) * ALIGNMENT;
  }

  /** Floats in memory. */
  long size(int block, int outputs) {
    return weightsAt(block, outputs) + (long) count * block;
  }

  /**
   * How many columns of {@code weight} are not all zero in a block of {@code block} outputs, over
   * all blocks.
   */
  public static int count(float[] weight, int[] shape, int block) {
    int width = width(shape);
    boolean[] kept = new boolean[width];
    int count = 0;
    for (int output = 0; output < shape[0]; output += block) {
      mark(weight, width, output, Math.min(output + block, shape[0]), kept);
      for (boolean isKept : kept) {
        count += isKept ? 1 : 0;
      }
    }
    return count;
  }

  private static int width(int... shape) {
    return Math.toIntExact(all(shape[0], shape));
  }

  private static void mark(float[] weight, int width, int from, int to, boolean... kept) {
    Arrays.fill(kept, false);
    for (int output = from; output < to; output++) {
      int row = output * width;
      for (int column = 0; column < width; column++) {
        kept[column] |= weight[row + column] != 0f;
      }
    }
  }

  /** Writes {@code source} from {@code offset} on. */
  void pack(int block, float[] source, int[] shape, float[] target, int offset) {
    int outputs = shape[0];
    int width = width(shape);
    int[] distances = distances(shape);
    boolean[] kept = new boolean[width];
    int end = Math.toIntExact(size(block, outputs));
    Arrays.fill(target, offset, offset + end, 0f);
    int distanceAt = offset + distancesAt(block, outputs);
    int weightAt = offset + weightsAt(block, outputs);
    int done = 0;
    for (int output = 0; output < outputs; output += block) {
      target[offset + output / block] = Float.intBitsToFloat(done);
      int last = Math.min(output + block, outputs);
      mark(source, width, output, last, kept);
      for (int column = 0; column < width; column++) {
        if (kept[column]) {
          if (done == count) {
            throw wrong();
          }
          target[distanceAt + done] = Float.intBitsToFloat(distances[column]);
          for (int o = output; o < last; o++) {
            target[weightAt + done * block + o - output] = source[o * width + column];
          }
          done++;
        }
      }
    }
    target[offset + Math.ceilDiv(outputs, block)] = Float.intBitsToFloat(done);
    if (done < count) {
      throw wrong();
    }
  }

  private IllegalArgumentException wrong() {
    return new IllegalArgumentException("the weight has not the zeros of " + text());
  }

  private int[] distances(int... shape) {
    int[] distances = new int[width(shape)];
    int taps = distances.length / shape[1];
    for (int column = 0; column < distances.length; column++) {
      int input = column / taps;
      int distance = input / inputs * plane + input % inputs;
      int tap = column % taps;
      for (int axis = steps.size() - 1; axis >= 0; axis--) {
        distance += tap % shape[2 + axis] * steps.get(axis);
        tap /= shape[2 + axis];
      }
      distances[column] = distance;
    }
    return distances;
  }
}

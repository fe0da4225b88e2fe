package dev.whittle.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How a logical tensor lies in memory: a list of axis loops from outermost to innermost.
 *
 * <p>The text form is oneDNN's idea with the field's letters: {@code NCHW} is plain, {@code
 * NCHW16c} blocks the channels by 16 with the block innermost, {@code OIHW16i32o} is a weight
 * packed for a kernel that wants 32 output channels of 16 input channels at a time. A capital
 * letter loops over the whole axis or, where the axis is blocked, over its {@code ceil(size /
 * block)} blocks; a number with a lower-case letter loops within a block. Positions past an axis'
 * size hold zeros.
 *
 * <p>The logical axis order is the order of the letters present in {@code NOCIDHW}.
 *
 * <p>The weight of a convolution may lie transformed: {@code winograd(4,3):HWOI32o} loops over the
 * values that take the place of its taps. The weight of a convolution or dense layer may lie
 * without its zeros, for each block of outputs on its own: {@code
 * columns(1840,16,9216,96,16):OIHW32o}.
 */
public record Layout(
    Optional<KernelTransform> transform, Optional<Columns> columns, List<Loop> loops) {
  private static final String AXES = "NOCIDHW";
  private static final int MAX_BLOCK = 1 << 20;
  private static final char TRANSFORMED = ':';

  /** Row-major activations: image, channel, row, column. */
  public static final Layout NCHW = parse("NCHW");

  /**
   * One loop.
   *
   * @param axis the axis letter, upper case
   * @param block 0 for the loop over blocks (or the whole axis), else the size of the inner block
   */
  public record Loop(char axis, int block) {
    public Loop {
      if (AXES.indexOf(axis) < 0 || block < 0 || block > MAX_BLOCK) {
        throw new IllegalArgumentException("no such loop: " + block + axis);
      }
    }
  }

  public Layout {
    loops = List.copyOf(loops);
    if (transform.isPresent() && !axes(loops).startsWith("OI")) {
      throw new IllegalArgumentException("only the weight of a convolution has kernels");
    }
    if (columns.isPresent() && (transform.isPresent() || !isOfOutputs(loops))) {
      throw new IllegalArgumentException("only blocks of a weight's outputs have columns");
    }
    for (Loop loop : loops) {
      int outer = 0;
      int inner = 0;
      for (Loop other : loops) {
        if (other.axis() == loop.axis()) {
          outer += other.block() == 0 ? 1 : 0;
          inner += other.block() > 0 ? 1 : 0;
        }
      }
      if (outer != 1 || inner > 1) {
        throw new IllegalArgumentException(
            "axis " + loop.axis() + " needs one outer and at most one inner loop");
      }
    }
  }

  /** Whether the axes are looped over in their order, and then outputs alone within a block. */
  private static boolean isOfOutputs(List<Loop> loops) {
    String axes = axes(loops);
    for (int i = 0; i < loops.size(); i++) {
      Loop loop = loops.get(i);
      boolean isInOrder =
          loop.block() == 0
              ? i < axes.length() && loop.axis() == axes.charAt(i)
              : loop.axis() == 'O';
      if (!isInOrder) {
        return false;
      }
    }
    return axes.startsWith("OI");
  }

  /** Parses the text form; {@code parse(l.text()).equals(l)}. */
  public static Layout parse(String text) {
    int colon = text.indexOf(TRANSFORMED);
    String prefix = text.substring(0, Math.max(0, colon));
    Optional<Columns> columns =
        Columns.isText(prefix) ? Optional.of(Columns.parse(prefix)) : Optional.empty();
    Optional<KernelTransform> transform =
        colon < 0 || columns.isPresent()
            ? Optional.empty()
            : Optional.of(KernelTransform.parse(prefix));
    List<Loop> loops = new ArrayList<>();
    int block = 0;
    for (int i = colon + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        block = Math.min(10 * block + c - '0', MAX_BLOCK + 1);
      } else if (Character.isLowerCase(c) == (block > 0)) {
        loops.add(new Loop(Character.toUpperCase(c), block));
        block = 0;
      } else {
        throw new IllegalArgumentException("layout " + text + ": bad loop at " + i);
      }
    }
    if (block > 0 || loops.isEmpty()) {
      throw new IllegalArgumentException("layout " + text + ": incomplete");
    }
    return new Layout(transform, columns, loops);
  }

  /**
   * The plain (row-major) layout of an activation of {@code rank} 1 to 5: C, NC, NCW, NCHW, NCDHW.
   */
  public static Layout plain(int rank) {
    return switch (rank) {
      case 0, 1 -> parse("C");
      case 2 -> parse("NC");
      case 3 -> parse("NCW");
      case 4 -> NCHW;
      case 5 -> parse("NCDHW");
      default -> throw new IllegalArgumentException("no layout of rank " + rank);
    };
  }

  /** The text form. */
  public String text() {
    StringBuilder text = new StringBuilder();
    if (transform.isPresent()) {
      text.append(transform.get().text()).append(TRANSFORMED);
    }
    if (columns.isPresent()) {
      text.append(columns.get().text()).append(TRANSFORMED);
    }
    for (Loop loop : loops) {
      if (loop.block() == 0) {
        text.append(loop.axis());
      } else {
        text.append(loop.block()).append(Character.toLowerCase(loop.axis()));
      }
    }
    return text.toString();
  }

  /** The logical axes in order, for example {@code NCHW}. */
  public String axes() {
    return axes(loops);
  }

  private static String axes(List<Loop> loops) {
    StringBuilder axes = new StringBuilder();
    for (int i = 0; i < AXES.length(); i++) {
      for (Loop loop : loops) {
        if (loop.axis() == AXES.charAt(i) && loop.block() == 0) {
          axes.append(loop.axis());
        }
      }
    }
    return axes.toString();
  }

  public int rank() {
    return axes().length();
  }

  /** True when memory order is row-major logical order. */
  public boolean isPlain() {
    return text().equals(axes());
  }

  /** The inner block of {@code axis}, 1 when it is not blocked. */
  public int block(char axis) {
    for (Loop loop : loops) {
      if (loop.axis() == axis && loop.block() > 0) {
        return loop.block();
      }
    }
    return 1;
  }

  /** Whether only weights that are known when they are packed can lie so: it is not undone. */
  public boolean isForWeights() {
    return transform.isPresent() || columns.isPresent();
  }

  /** Whether a tensor of logical {@code shape} can lie so. */
  public boolean fits(int... shape) {
    if (columns.isPresent()) {
      return shape.length == rank() && columns.get().fits(block('O'), shape);
    }
    return shape.length == rank()
        ? transform.isEmpty() || fits(transform.get(), shape)
        : shape.length == 0 && axes().equals("C");
  }

  private static boolean fits(KernelTransform transform, int... shape) {
    return transform.fits(kernel(shape))
        && shape[0] % transform.parts() == 0
        && shape[1] % transform.parts() == 0;
  }

  private static int[] kernel(int... shape) {
    return Arrays.copyOfRange(shape, 2, shape.length);
  }

  /**
   * The sizes of the loops for a tensor of logical {@code shape}, which must not be left out in
   * part.
   */
  public int[] physical(int... shape) {
    if (!fits(shape) || columns.isPresent()) {
      throw new IllegalArgumentException(text() + " does not fit " + Arrays.toString(shape));
    }
    String axes = axes();
    int[] laid = shape.clone();
    if (transform.isPresent()) {
      int[] values = transform.get().values(kernel(shape));
      laid[0] /= transform.get().parts();
      laid[1] /= transform.get().parts();
      System.arraycopy(values, 0, laid, 2, values.length);
    }
    int[] sizes = new int[loops.size()];
    for (int i = 0; i < sizes.length; i++) {
      Loop loop = loops.get(i);
      int size = shape.length == 0 ? 1 : laid[axes.indexOf(loop.axis())];
      sizes[i] = loop.block() > 0 ? loop.block() : Math.ceilDiv(size, block(loop.axis()));
    }
    return sizes;
  }

  /** Elements in memory, padding included. */
  public long size(int... shape) {
    if (columns.isPresent() && fits(shape)) {
      return columns.get().size(block('O'), shape[0]);
    }
    return Tensor.elementCount(physical(shape));
  }

  /**
   * Writes row-major {@code source} of logical {@code shape} into this layout, padding with zeros.
   * Kernels are transformed in double precision and rounded once.
   *
   * @throws IllegalArgumentException when the layout leaves out other columns than those of zeros
   */
  public void pack(float[] source, int[] shape, float[] target, int offset) {
    if (transform.isPresent()) {
      KernelPacking.pack(this, transform.get(), source, shape, target, offset);
      return;
    }
    if (columns.isPresent()) {
      columns.get().pack(block('O'), source, shape, target, offset);
      return;
    }
    new LayoutWalk(this, shape)
        .visit((logical, stride, physical, valid, count) -> {
          int at = offset + physical;
          for (int i = 0; i < valid; i++) {
            target[at + i] = source[logical + i * stride];
          }
          Arrays.fill(target, at + valid, at + count, 0f);
        });
  }

  /**
   * Reads this layout back into row-major order; padding is dropped.
   *
   * @throws UnsupportedOperationException when kernels are transformed or columns left out
   */
  public void unpack(float[] source, int offset, int[] shape, float[] target) {
    if (isForWeights()) {
      throw new UnsupportedOperationException(text() + " cannot be undone");
    }
    new LayoutWalk(this, shape)
        .visit((logical, stride, physical, valid, count) -> {
          for (int i = 0; i < valid; i++) {
            target[logical + i * stride] = source[offset + physical + i];
          }
        });
  }

  @Override
  public String toString() {
    return text();
  }
}

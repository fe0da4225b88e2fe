package dev.whittle.codegen.schedule;

/**
 * A micro-kernel of a sliding-window op: some neighbouring output positions of one row times some
 * vectors of output channels. {@link WindowWalker} calls it for every place; its parameters are a
 * subset of those the walker offers:
 *
 * <ul>
 *   <li>{@code x, xAt}: the input element that tap (0, 0) of the first position reads, at the first
 *       row that exists; columns that lie outside are never read
 *   <li>{@code xPlane, xRow}: distances of input channel blocks and of kernel rows
 *   <li>{@code w, wAt, wVector, wPlane}: packed weights; distances of vectors and of input planes
 *   <li>{@code b, bAt}: bias; {@code y, yAt, yPlane}: result; {@code r, rAt}: added operand, in
 *       planes {@code rPlane} apart
 *   <li>{@code low, high}: the elements of a row that exist, counted from the first tap's
 *   <li>{@code planes, rows}: input channel blocks and kernel rows; {@code counted}: the rows an
 *       average divides by
 *   <li>{@code rest}: channels of a partial last plane, which {@code planes} does not count
 *   <li>{@code firstInput, inputs}: the lane of a group's first channel in the block at {@code x},
 *       and how many the group has; {@code firstLane, endLane}: its outputs, counted from the first
 *       lane at {@code y}
 * </ul>
 */
interface Tile {
  /**
   * C2 knows that a loop of a bounded number of steps needs no safepoint, where all sums would have
   * to be kept for the interpreter; so short innermost loops state this bound.
   */
  int SHORT_LOOP = 96;

  /** How many floats the kernel handles at once. */
  Lanes lanes();

  /** The kernel's name without the width: equal names mean equal code. */
  String name();

  /** Output positions. */
  int columns();

  /** Vectors of output channels. */
  int vectors();

  /** Whether the last input plane is read only up to {@code rest} channels. */
  default boolean partial() {
    return false;
  }

  /** Whether only the lanes from {@code firstLane} to {@code endLane} may reach the result. */
  default boolean isShared() {
    return false;
  }

  /** Makes sure that the kernel exists, and those it calls. */
  void require(KernelLibrary library);
}

package dev.whittle.runtime;

import java.util.List;
import java.util.Objects;

/**
 * A named input or output of a {@link Plan}.
 *
 * @param name the name in the source
 * @param type the element type outside; inside the arena every element is a float
 * @param shape the concrete shape, the plan's batch included
 * @param offset where it starts in the arena, in floats, row-major; unless steps name it ({@link
 *     Step#reads()}, {@link Step#writes()}) and it stays in the caller's array
 */
public record Port(String name, ElementType type, List<Integer> shape, int offset) {
  public Port {
    Objects.requireNonNull(name);
    Objects.requireNonNull(type);
    shape = List.copyOf(shape);
    if (offset < 0) {
      throw new IllegalArgumentException("port " + name + ": negative offset");
    }
    Tensor.elementCount(ints(shape));
  }

  /** Elements of the whole port. */
  public int elementCount() {
    return Math.toIntExact(Tensor.elementCount(sizes()));
  }

  /** The shape as an array. */
  public int[] sizes() {
    return ints(shape);
  }

  static int[] ints(List<Integer> values) {
    int[] ints = new int[values.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = values.get(i);
    }
    return ints;
  }
}

package dev.whittle.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The sizes of a tensor's axes, outermost first. */
public record Shape(List<Dim> dims) {
  public Shape {
    dims = List.copyOf(dims);
  }

  public static Shape of(int... sizes) {
    return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).toList());
  }

  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  public int rank() {
    return dims.size();
  }

  public Dim dim(int axis) {
    return dims.get(axis);
  }

  /** True when no axis is symbolic. */
  public boolean isConcrete() {
    return dims.stream().allMatch(d -> d instanceof Dim.Fixed);
  }

  /**
   * The size of {@code axis}.
   *
   * @throws ShapeException when it is symbolic
   */
  public int size(int axis) {
    return switch (dims.get(axis)) {
      case Dim.Fixed(int size) -> size;
      case Dim.Symbol(String name) ->
          throw new ShapeException("axis " + axis + " has the symbolic size " + name);
    };
  }

  /** All sizes of a concrete shape. */
  public int[] sizes() {
    int[] sizes = new int[rank()];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = size(i);
    }
    return sizes;
  }

  /** The number of elements of a concrete shape. */
  public long elementCount() {
    long count = 1;
    for (int size : sizes()) {
      count = Math.multiplyExact(count, (long) size);
    }
    return count;
  }

  /** This shape with {@code axis} replaced. */
  public Shape with(int axis, Dim dim) {
    Dim[] copy = dims.toArray(Dim[]::new);
    copy[axis] = dim;
    return of(copy);
  }

  /** This shape with the symbols in {@code sizes} replaced by numbers. */
  public Shape bind(Map<String, Integer> sizes) {
    return new Shape(
        dims.stream()
            .map(d ->
                d instanceof Dim.Symbol(String name) && sizes.containsKey(name)
                    ? Dim.of(sizes.get(name))
                    : d)
            .toList());
  }

  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}

package dev.whittle.runtime;

/** Visits the memory of a layout in order, as runs of its innermost loop. */
final class LayoutWalk {
  /** What happens to a run. */
  @FunctionalInterface
  interface Run {
    /**
     * Handles {@code count} neighbours in memory.
     *
     * @param logical row-major index of the first
     * @param stride distance of their row-major indices
     * @param physical where the first lies in memory
     * @param valid how many there are; the rest is padding
     */
    void apply(int logical, int stride, int physical, int valid, int count);
  }

  private final int rank;
  private final int[] sizes;
  private final int[] inner;
  private final int[] axes;
  private final int[] steps;
  private final int[] strides;
  private final int[] shape;
  private final int[] position;

  LayoutWalk(Layout layout, int[] shape) {
    this.shape = shape.length == 0 ? new int[] {1} : shape;
    this.sizes = layout.physical(shape);
    Math.toIntExact(Tensor.elementCount(sizes));
    this.rank = sizes.length;
    this.inner = new int[rank];
    this.axes = new int[rank];
    this.steps = new int[rank];
    String names = layout.axes();
    for (int i = 0; i < rank; i++) {
      Layout.Loop loop = layout.loops().get(i);
      axes[i] = names.indexOf(loop.axis());
      steps[i] = loop.block() > 0 ? 1 : layout.block(loop.axis());
    }
    for (int i = rank - 1, size = 1; i >= 0; i--) {
      inner[i] = size;
      size *= sizes[i];
    }
    this.strides = new int[this.shape.length];
    for (int i = strides.length - 1, size = 1; i >= 0; i--) {
      strides[i] = size;
      size *= this.shape[i];
    }
    this.position = new int[this.shape.length];
  }

  void visit(Run run) {
    visit(0, 0, 0, run);
  }

  private void visit(int depth, int logical, int physical, Run run) {
    int axis = axes[depth];
    int step = steps[depth];
    int count = sizes[depth];
    int left = Math.max(0, shape[axis] - position[axis]);
    int valid = Math.min(count, Math.ceilDiv(left, step));
    int stride = step * strides[axis];
    if (depth == rank - 1) {
      run.apply(logical, stride, physical, valid, count);
      return;
    }
    for (int i = 0; i < valid; i++) {
      visit(depth + 1, logical + i * stride, physical + i * inner[depth], run);
      position[axis] += step;
    }
    position[axis] -= valid * step;
    if (valid < count) {
      run.apply(0, 0, physical + valid * inner[depth], 0, (count - valid) * inner[depth]);
    }
  }
}

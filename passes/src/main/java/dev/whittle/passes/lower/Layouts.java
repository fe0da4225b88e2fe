package dev.whittle.passes.lower;

import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/** Questions about layouts that lowering and memory planning ask. */
public final class Layouts {
  private Layouts() {}

  /** The row-major layout of an activation of this type. */
  public static Layout plain(TensorType type) {
    return Layout.plain(type.rank());
  }

  /** The row-major layout with the axes of {@code layout}. */
  public static Layout plain(Layout layout) {
    return Layout.parse(layout.axes());
  }

  /** The activation layout that blocks the channels of this type by {@code lanes}. */
  public static Layout blocked(TensorType type, int lanes) {
    return Layout.parse(plain(type).text() + lanes + "c");
  }

  /** True when a tensor of {@code shape} lies in memory the same way in both layouts. */
  public static boolean isSameMemory(Layout one, Layout other, int... shape) {
    return one.equals(other)
        || (one.transform().equals(other.transform())
            && one.columns().isEmpty()
            && other.columns().isEmpty()
            && one.size(shape) == other.size(shape)
            && walk(one, shape).equals(walk(other, shape)));
  }

  /** The loops that move, where a block that directly follows its outer loop is one with it. */
  private static List<List<Integer>> walk(Layout layout, int... shape) {
    int[] sizes = layout.physical(shape);
    String axes = layout.axes();
    List<List<Integer>> walk = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      int axis = axes.indexOf(layout.loops().get(i).axis());
      if (sizes[i] == 1) {
        continue;
      }
      boolean continues = !walk.isEmpty() && walk.getLast().getFirst() == axis;
      int outer = continues ? walk.removeLast().getLast() : 1;
      walk.add(List.of(axis, outer * sizes[i]));
    }
    return walk;
  }
}

package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.ChannelShuffle;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels of a shuffle as a matrix with a row for each channel of a group and a column for
 * each group: operands hold it column by column, results row by row.
 *
 * @param groups the columns
 * @param rows channels of a group
 */
record ShuffledRectangles(int groups, int rows, List<Rectangle> rectangles) {
  /** What goes from one operand to one result. */
  record Rectangle(int operand, int result, Area area, int from, int to) {}

  /** Rows {@code [top, bottom)} and columns {@code [left, right)}. */
  record Area(int top, int bottom, int left, int right) {
    boolean isEmpty() {
      return top >= bottom || left >= right;
    }

    Area and(Area other) {
      return new Area(
          Math.max(top, other.top),
          Math.min(bottom, other.bottom),
          Math.max(left, other.left),
          Math.min(right, other.right));
    }

    Area transposed() {
      return new Area(left, right, top, bottom);
    }
  }

  /**
   * The rectangles of a shuffle; {@code from} and {@code to} are the channels of operand and result
   * that their first rows and columns are.
   */
  static ShuffledRectangles of(
      ChannelShuffle shuffle, List<TensorType> operands, List<TensorType> results) {
    int channels = operands.stream().mapToInt(t -> t.shape().size(1)).sum();
    int groups = shuffle.groups();
    int rows = channels / groups;
    List<Rectangle> rectangles = new ArrayList<>();
    int end = 0;
    for (int result = 0; result < results.size(); result++) {
      int start = end;
      end += results.get(result).shape().size(1);
      int last = 0;
      for (int operand = 0; operand < operands.size(); operand++) {
        int first = last;
        last += operands.get(operand).shape().size(1);
        for (Area to : stretch(start, end, groups)) {
          for (Area from : stretch(first, last, rows)) {
            Area area = to.and(from.transposed());
            if (!area.isEmpty()) {
              rectangles.add(
                  new Rectangle(
                      operand,
                      result,
                      area,
                      area.left() * rows + area.top() - first,
                      area.top() * groups + area.left() - start));
            }
          }
        }
      }
    }
    return new ShuffledRectangles(groups, rows, List.copyOf(rectangles));
  }

  /** The elements {@code [from, to)}, in order of rows, of a matrix of so many columns. */
  private static List<Area> stretch(int from, int to, int columns) {
    int first = from / columns;
    int last = to / columns;
    if (first == last) {
      return List.of(new Area(first, first + 1, from % columns, to % columns));
    }
    int whole = Math.ceilDiv(from, columns);
    return List.of(
        new Area(first, whole, from % columns, columns),
        new Area(whole, last, 0, columns),
        new Area(last, last + 1, 0, to % columns));
  }
}

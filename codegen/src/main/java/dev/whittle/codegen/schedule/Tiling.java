package dev.whittle.codegen.schedule;

import dev.whittle.codegen.schedule.Window.Axis;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * How a row of output positions is cut into tiles of nearly equal width.
 *
 * @param starts the first position of each tile
 * @param widths how many positions each tile has
 */
record Tiling(List<Integer> starts, List<Integer> widths) {
  Tiling {
    starts = List.copyOf(starts);
    widths = List.copyOf(widths);
  }

  /**
   * Tiles of at most {@code widest} positions. When {@code mayOverlap}, all are equally wide and
   * the last one computes some positions a second time; else the last one is narrower.
   */
  static Tiling of(int positions, int widest, boolean mayOverlap) {
    int count = Math.ceilDiv(positions, widest);
    int width = Math.ceilDiv(positions, count);
    count = Math.ceilDiv(positions, width);
    List<Integer> starts = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = i * width;
      if (mayOverlap) {
        start = Math.min(start, positions - width);
      }
      starts.add(start);
      widths.add(Math.min(width, positions - start));
    }
    return new Tiling(starts, widths);
  }

  int count() {
    return starts.size();
  }

  /** Positions from one tile to the next. */
  int width() {
    return widths.getFirst();
  }

  int lastStart() {
    return starts.getLast();
  }

  /** The tile kernel of each place. */
  <T extends Tile> List<T> tiles(Axis axis, BiFunction<Taps, Integer, T> make) {
    List<T> tiles = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      tiles.add(make.apply(Taps.at(axis, starts.get(i), widths.get(i)), starts.get(i)));
    }
    return tiles;
  }

  /** The taps of each place; where places are equally wide, those that serve them all. */
  List<Taps> alike(Axis axis) {
    List<Taps> places = new ArrayList<>();
    for (int i = 0; i < count(); i++) {
      places.add(Taps.at(axis, starts.get(i), widths.get(i)));
    }
    Taps common =
        places.stream().filter(t -> t.columns() == width()).reduce(Taps::or).orElseThrow();
    return places.stream().map(t -> t.columns() == width() ? common : t).toList();
  }
}

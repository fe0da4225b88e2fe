package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Value;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Floats of the arena that follow each other.
 *
 * @param end one past the last
 */
record Stretch(long start, long end) {
  /** Where {@code value} lies, one stretch for each image; nothing when that is not the arena. */
  static List<Stretch> of(Graph planned, Value value) {
    Placement place = planned.memory().orElseThrow().placements().get(value);
    if (place == null || place.space() != Placement.Space.ARENA) {
      return List.of();
    }
    Layout layout = Sharing.layout(planned.node(value));
    int[] shape = planned.type(value).shape().sizes();
    int images = Sharing.hasImages(layout) ? shape[0] : 1;
    long extent = layout.size(shape) / images;
    List<Stretch> stretches = new ArrayList<>();
    for (int image = 0; image < images; image++) {
      long start = place.offset() + (long) image * place.batchStride();
      stretches.add(new Stretch(start, start + extent));
    }
    return stretches;
  }

  boolean overlaps(Stretch other) {
    return start < other.end && other.start < end;
  }
}

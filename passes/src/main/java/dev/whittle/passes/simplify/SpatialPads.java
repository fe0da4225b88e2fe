package dev.whittle.passes.simplify;

import dev.whittle.ir.op.Pad;
import dev.whittle.passes.rewrite.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pads that a sliding window could do itself. */
final class SpatialPads {
  private SpatialPads() {}

  /** The pad that feeds {@code site}, when it leaves batch and channels alone. */
  static Optional<Pad> before(Site site) {
    if (!(site.producer(0).op() instanceof Pad pad)) {
      return Optional.empty();
    }
    int rank = site.type(0).rank();
    boolean isSpatial =
        pad.pads().get(0) == 0
            && pad.pads().get(1) == 0
            && pad.pads().get(rank) == 0
            && pad.pads().get(rank + 1) == 0;
    return isSpatial ? Optional.of(pad) : Optional.empty();
  }

  /** The pads of a window that has {@code own} ones, after {@code pad}. */
  static List<Integer> sum(Pad pad, List<Integer> own) {
    int rank = pad.pads().size() / 2;
    int spatial = rank - 2;
    List<Integer> sums = new ArrayList<>();
    for (int i = 0; i < 2 * spatial; i++) {
      int axis = i < spatial ? i + 2 : i - spatial + 2 + rank;
      sums.add(own.get(i) + pad.pads().get(axis));
    }
    return sums;
  }
}

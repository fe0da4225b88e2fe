package dev.whittle.passes.fold;

import dev.whittle.ir.Patch;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Sub;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.rewrite.Site;
import java.util.Optional;

/**
 * {@code conv(x, w, b) + t -> conv(x, w, b + t)} for a term per output channel, with or without a
 * bias, and the same for differences and dense layers.
 */
public record FoldShiftIntoLayer() implements Rule {
  @Override
  public Optional<Patch> apply(Site site) {
    if (site.op() instanceof Add) {
      return fold(site, 0, 1).or(() -> fold(site, 1, 1));
    }
    return site.op() instanceof Sub ? fold(site, 0, -1) : Optional.empty();
  }

  private static Optional<Patch> fold(Site site, int index, int sign) {
    Optional<Layer> layer = Layer.at(site, index);
    if (layer.isEmpty() || !site.node().type().equals(site.type(index))) {
      return Optional.empty();
    }
    Optional<float[]> terms = Channels.of(site, site.operand(1 - index), site.type(index));
    Optional<float[]> bias = layer.get().bias();
    if (terms.isEmpty() || bias.isEmpty()) {
      return Optional.empty();
    }
    for (int o = 0; o < bias.get().length; o++) {
      bias.get()[o] += sign * terms.get()[o];
    }
    return layer.get().withBias(bias.get());
  }
}

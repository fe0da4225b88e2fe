package dev.whittle.passes.prune;

import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.passes.Pass;

/** The passes that take outputs of layers away. */
public final class Pruning {
  public static final Pass CHANNELS =
      PruneChannels.of(
          "prune-channels",
          "Removes filters of convolutions, and what reads them.",
          node -> node.op() instanceof Conv);

  public static final Pass NEURONS =
      PruneChannels.of(
          "prune-neurons",
          "Removes outputs of dense layers, and what reads them.",
          node -> node.op() instanceof Dense);

  private Pruning() {}
}

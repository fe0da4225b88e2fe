package dev.whittle.passes.factorise;

import dev.whittle.passes.Pass;

/** The passes that take layers apart by what their weights alone tell. */
public final class Factorisations {
  public static final Pass SPLIT_SPATIAL =
      FactorisePass.of(
          "split-spatial",
          "Splits convolutions into one along the height and one along the width.",
          (layer, context) -> SpatialSplit.of(layer));

  private Factorisations() {}
}

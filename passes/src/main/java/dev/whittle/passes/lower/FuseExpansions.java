package dev.whittle.passes.lower;

import dev.whittle.ir.Level;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.rewrite.RewritePass;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.select.LayerSelector;
import java.util.List;

/** Makes one step of an expanding convolution and the depthwise one that reads it. */
public final class FuseExpansions {
  public static final List<Rule> RULES = List.of(new FuseExpansion());

  public static final Pass PASS =
      new RewritePass(
          new PassInfo(
              "fuse-expansions",
              "Makes one step of a 1x1 convolution and a depthwise one where that is faster.",
              List.of(LayerSelector.OPTION, FuseExpansion.ALWAYS),
              Level.LOWERED,
              Level.LOWERED,
              Exactness.EXACT,
              false),
          RULES);

  private FuseExpansions() {}
}

package dev.whittle.passes.lower;

import dev.whittle.ir.Level;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.rewrite.RewritePass;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.select.LayerSelector;
import java.util.List;

/** Moves activations and residual additions into the kernels that make their operands. */
public final class FuseEpilogues {
  public static final List<Rule> RULES = List.of(new FuseActivation(), new FuseResidual());

  public static final Pass PASS =
      new RewritePass(
          new PassInfo(
              "fuse-epilogues",
              "Moves activations and residual additions into the kernel that makes their operand.",
              List.of(LayerSelector.OPTION),
              Level.LOWERED,
              Level.LOWERED,
              Exactness.EXACT,
              false),
          RULES);

  private FuseEpilogues() {}
}

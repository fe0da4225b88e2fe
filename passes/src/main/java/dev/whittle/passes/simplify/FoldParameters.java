package dev.whittle.passes.simplify;

import dev.whittle.ir.Level;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.rewrite.RewritePass;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.select.LayerSelector;
import java.util.List;

/** Computes what depends on weights alone, once and for all. */
public final class FoldParameters {
  public static final List<Rule> RULES = List.of(new FoldConstants(true), new RemoveDeadCode());

  public static final Pass PASS =
      new RewritePass(
          new PassInfo(
              "fold-parameters",
              "Computes at compile time what depends on weights alone.",
              List.of(LayerSelector.OPTION),
              Level.PORTABLE,
              Level.PORTABLE,
              Exactness.EXACT,
              false),
          RULES);

  private FoldParameters() {}
}

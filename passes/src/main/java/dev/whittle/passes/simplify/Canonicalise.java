package dev.whittle.passes.simplify;

import dev.whittle.ir.Level;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.rewrite.RewritePass;
import dev.whittle.passes.rewrite.Rule;
import java.util.List;

/** Brings a network into one spelling. */
public final class Canonicalise {
  public static final List<Rule> RULES = List.of();

  public static final Pass PASS =
      new RewritePass(
          new PassInfo(
              "canonicalise",
              "Folds constants and removes dead code, duplicates and ops that do nothing.",
              List.of(),
              Level.PORTABLE,
              Level.PORTABLE,
              Exactness.EXACT,
              false),
          RULES);

  private Canonicalise() {}
}

package dev.whittle.passes.fold;

import dev.whittle.ir.Level;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.rewrite.RewritePass;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.select.LayerSelector;
import java.util.List;

/**
 * Moves batch normalisation, scales and shifts per channel into the weights of the layer before
 * them. Without the weights it does nothing.
 */
public final class FoldBatchNorm {
  public static final List<Rule> RULES =
      List.of(new ExpandBatchNorm(), new FoldScaleIntoLayer(), new FoldShiftIntoLayer());

  public static final Pass PASS =
      new RewritePass(
          new PassInfo(
              "fold-batch-norm",
              "Moves batch norm, channel scales and biases into the weights of the layer before.",
              List.of(LayerSelector.OPTION),
              Level.PORTABLE,
              Level.PORTABLE,
              Exactness.ROUNDING,
              false),
          RULES);

  private FoldBatchNorm() {}
}

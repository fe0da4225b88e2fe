package dev.whittle.passes.fold;

import dev.whittle.ir.Level;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.rewrite.RewritePass;
import dev.whittle.passes.rewrite.Rule;
import java.util.List;

/**
 * Batch normalisation, scales and shifts per channel, and the layers before them. Without the
 * weights nothing can be done.
 */
public final class FoldBatchNorm {
  public static final List<Rule> RULES =
      List.of(new ExpandBatchNorm(), new FoldScaleIntoLayer(), new FoldShiftIntoLayer());

  /** Moves them into the weights of the layer before. */
  public static final Pass PASS =
      new RewritePass(
          new PassInfo(
              "fold-batch-norm",
              "Moves batch norm, channel scales and biases into the weights of the layer before.",
              List.of(),
              Level.PORTABLE,
              Level.PORTABLE,
              Exactness.ROUNDING,
              false),
          RULES);

  /** Only writes batch norm as a scale and a shift, for which there are kernels. */
  public static final Pass EXPANSION =
      new RewritePass(
          new PassInfo(
              "expand-batch-norm",
              "Writes what is left of batch norm as a scale and a shift.",
              List.of(),
              Level.PORTABLE,
              Level.PORTABLE,
              Exactness.ROUNDING,
              true),
          List.of(new ExpandBatchNorm()));

  private FoldBatchNorm() {}
}

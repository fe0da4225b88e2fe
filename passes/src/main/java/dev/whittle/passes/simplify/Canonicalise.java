package dev.whittle.passes.simplify;

import dev.whittle.ir.Level;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.rewrite.RewritePass;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.passes.select.LayerSelector;
import java.util.List;

/** Brings a network into one spelling without changing a bit of its results. */
public final class Canonicalise {
  public static final List<Rule> RULES =
      List.of(
          new RemoveDeadCode(),
          new FoldConstants(false),
          new MergeDuplicates(),
          new RemoveDropout(),
          new MoveConstantRight(),
          new ReplaceSubByAdd(),
          new RemoveUnitFactor(),
          new RemoveZeroTerm(),
          new RemoveZeroBias(),
          new RemoveNoOpReshape(),
          new MergeReshapes(),
          new RemoveNoOpTranspose(),
          new MergeTransposes(),
          new ReplaceTransposeByReshape(),
          new ReplaceTransposeByShuffle(),
          new MergeConcatIntoShuffle(),
          new MergeSplitIntoShuffle(),
          new RemoveFullSlice(),
          new RemoveSinglePart(),
          new RemoveConcatOfSplit(),
          new MergeConcats(),
          new RemoveRedundantRelu(),
          new MergeClips(),
          new SimplifyClip(),
          new RemoveZeroPad(),
          new MergePads(),
          new FoldPadIntoConv(),
          new FoldPadIntoAveragePool(),
          new FoldPadIntoMaxPool(),
          new ReplaceMeanByGlobalAveragePool(),
          new ReplaceAveragePoolByGlobal(),
          new RemoveUnitWindow());

  public static final Pass PASS =
      new RewritePass(
          new PassInfo(
              "canonicalise",
              "Folds constants and removes dead code, duplicates and ops that do nothing.",
              List.of(LayerSelector.OPTION),
              Level.PORTABLE,
              Level.PORTABLE,
              Exactness.EXACT,
              false),
          RULES);

  private Canonicalise() {}
}

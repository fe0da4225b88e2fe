package dev.whittle.passes.pipeline;

import dev.whittle.passes.Pass;
import dev.whittle.passes.calibrate.FactoriseChannels;
import dev.whittle.passes.factorise.Factorisations;
import dev.whittle.passes.fold.FoldBatchNorm;
import dev.whittle.passes.lower.ChooseKernels;
import dev.whittle.passes.lower.FuseEpilogues;
import dev.whittle.passes.lower.FuseExpansions;
import dev.whittle.passes.lower.PinKernels;
import dev.whittle.passes.lower.WrapOps;
import dev.whittle.passes.memory.PlanMemory;
import dev.whittle.passes.memory.ShareBuffers;
import dev.whittle.passes.prune.Masks;
import dev.whittle.passes.prune.MergeNeurons;
import dev.whittle.passes.prune.Pruning;
import dev.whittle.passes.simplify.Canonicalise;
import dev.whittle.passes.simplify.FoldParameters;
import java.util.List;
import java.util.Optional;

/** All passes there are. */
public final class Catalogue {
  /** One spelling for everything: constants folded, duplicates and identities gone. */
  public static final Pass CANONICALISE = Canonicalise.PASS;

  /** Batch norm, channel scales and biases move into the weights of the layer before. */
  public static final Pass FOLD_BATCH_NORM = FoldBatchNorm.PASS;

  /** What depends on weights alone is computed at compile time. */
  public static final Pass FOLD_PARAMETERS = FoldParameters.PASS;

  /** Outputs of layers whose weights are nearly proportional become one. */
  public static final Pass MERGE_NEURONS = MergeNeurons.PASS;

  /** Filters of convolutions go, and what reads them. */
  public static final Pass PRUNE_CHANNELS = Pruning.CHANNELS;

  /** Outputs of dense layers go, and what reads them. */
  public static final Pass PRUNE_NEURONS = Pruning.NEURONS;

  /** Some weights become zero. */
  public static final Pass PRUNE_WEIGHTS = Masks.WEIGHTS;

  /** What all filters read at a channel and place of the kernel becomes zero. */
  public static final Pass PRUNE_GROUPS = Masks.GROUPS;

  /** Blocks of weights become zero. */
  public static final Pass PRUNE_BLOCKS = Masks.BLOCKS;

  /** Some links between maps stay. */
  public static final Pass CONNECTION_TABLE = Masks.LINKS;

  /** Convolutions become one along the height and one along the width. */
  public static final Pass SPLIT_SPATIAL = Factorisations.SPLIT_SPATIAL;

  /** Convolutions get fewer filters and a 1x1 convolution, by what they respond to data. */
  public static final Pass FACTORISE_CHANNELS = FactoriseChannels.PASS;

  /** Dense layers and 1x1 convolutions become two with fewer features between. */
  public static final Pass FACTORISE_DENSE = Factorisations.DENSE;

  /** Convolutions get fewer channels between two 1x1 convolutions. */
  public static final Pass FACTORISE_TUCKER = Factorisations.TUCKER;

  /** Convolutions become sums of outer products. */
  public static final Pass FACTORISE_CP = Factorisations.CP;

  /** Filters become sums of outer products of their own. */
  public static final Pass FACTORISE_FLATTENED = Factorisations.FLATTENED;

  /** Convolutions become one of lower rank for each pair of clusters. */
  public static final Pass CLUSTER_BICLUSTER = Factorisations.BICLUSTER;

  /** Convolutions become one along each axis and a 1x1 convolution. */
  public static final Pass FACTORISE_SPATIAL = Factorisations.SPATIAL_CHANNELS;

  /** Filters of a cluster read maps of its colours alone. */
  public static final Pass CLUSTER_MONOCHROME = Factorisations.MONOCHROME;

  /** A few taps of each kernel are kept, the others predicted. */
  public static final Pass PREDICT_WEIGHTS = Factorisations.PREDICT;

  /** Dense layers become tensor trains. */
  public static final Pass FACTORISE_TT = Factorisations.TT;

  /** Every op gets a wrapper for its kernel, layouts and epilogue. */
  public static final Pass LOWER = new WrapOps();

  /** Activations and residual additions move into the kernel that makes their operand. */
  public static final Pass FUSE_EPILOGUES = FuseEpilogues.PASS;

  /** An algorithm is fixed for some layers. */
  public static final Pass PIN_KERNELS = new PinKernels();

  /** An expanding convolution and the depthwise one after it become one step. */
  public static final Pass FUSE_EXPANSIONS = FuseExpansions.PASS;

  /** Kernels and layouts are chosen, reorders inserted. */
  public static final Pass CHOOSE_KERNELS = new ChooseKernels();

  /** Concats, slices and splits become views. */
  public static final Pass SHARE_BUFFERS = new ShareBuffers();

  /** Order of execution and offsets. */
  public static final Pass PLAN_MEMORY = new PlanMemory();

  private static final List<Pass> ALL =
      List.of(
          CANONICALISE,
          FOLD_BATCH_NORM,
          FOLD_PARAMETERS,
          MERGE_NEURONS,
          PRUNE_CHANNELS,
          PRUNE_NEURONS,
          FACTORISE_CHANNELS,
          SPLIT_SPATIAL,
          FACTORISE_SPATIAL,
          FACTORISE_TUCKER,
          FACTORISE_CP,
          FACTORISE_FLATTENED,
          CLUSTER_BICLUSTER,
          CLUSTER_MONOCHROME,
          PREDICT_WEIGHTS,
          FACTORISE_TT,
          FACTORISE_DENSE,
          PRUNE_WEIGHTS,
          PRUNE_GROUPS,
          PRUNE_BLOCKS,
          CONNECTION_TABLE,
          LOWER,
          FUSE_EPILOGUES,
          PIN_KERNELS,
          FUSE_EXPANSIONS,
          CHOOSE_KERNELS,
          SHARE_BUFFERS,
          PLAN_MEMORY);

  private Catalogue() {}

  /** All passes in the order in which they make sense. */
  public static List<Pass> all() {
    return ALL;
  }

  public static Optional<Pass> find(String name) {
    return ALL.stream().filter(p -> p.info().name().equals(name)).findFirst();
  }
}

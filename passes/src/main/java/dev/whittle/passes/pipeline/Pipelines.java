package dev.whittle.passes.pipeline;

import java.util.List;
import java.util.Optional;

/** The pipelines that come with Whittle. */
public final class Pipelines {
  /** Only what is needed to run: the network as written, kernel by kernel. */
  public static final Pipeline NONE =
      Pipeline.named("none")
          .then(Catalogue.LOWER, "kernels are chosen for wrapped ops")
          .then(Catalogue.CHOOSE_KERNELS, "code is generated for chosen kernels")
          .then(Catalogue.PLAN_MEMORY, "code is generated with fixed offsets")
          .build();

  /** The default: the same results but for rounding, as fast and small as that allows. */
  public static final Pipeline EXACT =
      Pipeline.named("exact")
          .then(
              Catalogue.CANONICALISE,
              "first, so that later rules meet one spelling of everything and no dead code")
          .then(
              Catalogue.FOLD_BATCH_NORM,
              "before lowering, while scales and shifts still stand beside their convolution")
          .then(
              Catalogue.FOLD_PARAMETERS,
              "after folding, which wants to see the scales and shifts themselves")
          .then(
              Catalogue.CANONICALISE, "again, for folding leaves constants that can now be merged")
          .then(Catalogue.LOWER, "fusion needs the wrapper that carries an epilogue")
          .then(
              Catalogue.FUSE_EPILOGUES,
              "before kernels are chosen, so that only kernels that can fuse are, and layouts are "
                  + "weighed without the ops that disappear")
          .then(
              Catalogue.FUSE_EXPANSIONS,
              "when it is known what is done to the expanded map, and which algorithms are pinned")
          .then(Catalogue.CHOOSE_KERNELS, "all at once, because neighbours share layouts")
          .then(
              Catalogue.SHARE_BUFFERS,
              "after layouts, which decide whether a part of a tensor is contiguous")
          .then(Catalogue.PLAN_MEMORY, "last: it fixes order and offsets of what is left")
          .build();

  private Pipelines() {}

  public static List<Pipeline> all() {
    return List.of(EXACT, NONE);
  }

  public static Optional<Pipeline> find(String name) {
    return all().stream().filter(p -> p.name().equals(name)).findFirst();
  }
}

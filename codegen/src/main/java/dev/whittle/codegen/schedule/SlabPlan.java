package dev.whittle.codegen.schedule;

import dev.whittle.passes.Target;
import dev.whittle.runtime.Plan;

/**
 * How an algorithm that turns a convolution into matrix products cuts them, and where they lie in
 * scratch.
 *
 * <p>A tile is what the algorithm transforms at once: it has a few values for each channel, and
 * each value a matrix product of its own. Tiles are cut into groups of as many as a product's
 * register tile has rows, the last of which starts early enough to be full; a slab is some groups.
 * A unit of work is a slab and a part of the output channels. In scratch lie a slab's transformed
 * inputs and the products of a unit.
 *
 * @param values of a tile, for each channel
 * @param tiles of all images
 * @param width tiles in a group
 * @param slabGroups groups in a slab, but for the last
 * @param blocks vectors of input channels of a product
 * @param vectors vectors of output channels of a product
 * @param partVectors vectors of output channels in a part, but for the last
 * @param inputAt where the transformed inputs begin in scratch
 */
record SlabPlan(
    int lanes,
    int values,
    int tiles,
    int width,
    int slabGroups,
    int blocks,
    int vectors,
    int partVectors,
    int inputAt) {

  /** Floats of a line of the first-level cache. */
  private static final int LINE = 16;

  /** Floats of transformed inputs that leave room for weights in a second-level cache of 2 MiB. */
  private static final int SLAB = 160 << 10;

  /** Floats of transformed inputs that are one slab all the same: weights are read once then. */
  private static final int ONLY_SLAB = 400 << 10;

  /**
   * Floats of weights from which on they come from memory, since the rest of a network has passed
   * through the caches; they are to come once.
   */
  private static final int LARGE_WEIGHTS = 4 << 20;

  /** Floats of transformed inputs that may be read from a last cache instead. */
  private static final int LARGE_SLAB = 2 << 20;

  /** Floats of products that leave room for the others. */
  private static final int PRODUCTS = 128 << 10;

  private static final int LONGEST_PART = 16;

  /**
   * A plan for products of this size.
   *
   * @param width tiles in a group, see {@link #width(int, int)}
   */
  static SlabPlan of(
      Target target, int values, int tiles, int width, int blocks, int vectors, int inputAt) {
    int lanes = target.lanes();
    int group = values * width * lanes;
    int groups = Math.ceilDiv(tiles, width);
    long weights = (long) values * lanes * blocks * lanes * vectors;
    int slab =
        Math.clamp(room(weights, (long) groups * blocks * group) / (group * blocks), 1, groups);
    slab = Math.ceilDiv(groups, Math.ceilDiv(groups, slab));
    int part = Math.clamp(PRODUCTS / (group * slab) / 2 * 2, 2, LONGEST_PART);
    if (slab == groups) {
      part = share(vectors, part, target.threads());
    }
    return new SlabPlan(
        lanes, values, tiles, width, slab, blocks, vectors, Math.min(vectors, part), inputAt);
  }

  /**
   * Vectors of a part, at most {@code part} of them, where there is one slab only: threads have
   * equally many parts.
   */
  private static int share(int vectors, int part, int threads) {
    int parts = Math.ceilDiv(Math.ceilDiv(vectors, part), threads) * threads;
    return Math.ceilDiv(vectors, 2 * parts) * 2;
  }

  /** Floats of transformed inputs that a slab may have. */
  private static int room(long weights, long inputs) {
    if (weights > LARGE_WEIGHTS) {
      return LARGE_SLAB;
    }
    return inputs <= ONLY_SLAB ? ONLY_SLAB : SLAB;
  }

  /** Tiles in a group when a product's register tile has at most {@code widest} rows. */
  static int width(int tiles, int widest) {
    return Math.ceilDiv(tiles, Math.ceilDiv(tiles, widest));
  }

  int groups() {
    return Math.ceilDiv(tiles, width);
  }

  int slabs() {
    return Math.ceilDiv(groups(), slabGroups);
  }

  int parts() {
    return Math.ceilDiv(vectors, partVectors);
  }

  /** Floats of the transformed inputs of a group. */
  int inputGroup() {
    return blocks * width * lanes;
  }

  /** From one value of the transformed inputs to the next. */
  int inputValue() {
    return spread(slabGroups * inputGroup());
  }

  /** From one vector of products to the next. */
  int productVector() {
    return slabGroups * width * lanes;
  }

  /** From one value of the products to the next. */
  int productValue() {
    return spread(partVectors * productVector());
  }

  int productsAt() {
    return inputAt + values * inputValue();
  }

  int scratchFloats() {
    return Math.max(Plan.LARGE, productsAt() + values * productValue() - Plan.BASE);
  }

  /**
   * The least odd number of cache lines that holds {@code floats}: planes an even number of them
   * apart fall into the same few sets of a cache, and loads appear to depend on stores whose
   * addresses agree in their low 12 bits.
   */
  static int spread(int floats) {
    return (Math.ceilDiv(floats, LINE) | 1) * LINE;
  }
}

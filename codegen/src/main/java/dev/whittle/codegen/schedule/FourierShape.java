package dev.whittle.codegen.schedule;

import dev.whittle.runtime.Plan;

/**
 * How a convolution is cut for {@link FourierConvolution}. Tiles of the map, over all images, are
 * transformed a slab at a time; a slab's products are made and transformed back a chunk of output
 * blocks at a time, so that both sides of the products stay in the processor's own cache.
 *
 * @param size of a transform, in positions
 * @param rows of results in a tile
 * @param columns of results in a tile
 * @param down tiles of an image, vertically
 * @param across tiles of an image, horizontally
 * @param tiles of all images
 * @param width tiles side by side in a product
 * @param groups of {@code width} tiles in a slab
 * @param planes blocks of input channels
 * @param blocks of output channels
 * @param chunk blocks of output channels at a time
 * @param parts of the output blocks that a slab's units share
 */
record FourierShape(
    int lanes,
    int size,
    int rows,
    int columns,
    int down,
    int across,
    int tiles,
    int width,
    int groups,
    int planes,
    int blocks,
    int chunk,
    int parts) {
  private static final int CACHE_FLOATS = 1 << 18;
  private static final int MOST_INPUT_FLOATS = 1 << 22;
  private static final int UNITS_PER_THREAD = 4;
  private static final int LINE_FLOATS = 16;

  /** What a float beyond the processor's own cache costs, where one inside costs 1. */
  private static final long FAR = 3;

  /** What a float costs in each halving of a transform. */
  private static final long TRANSFORM = 4;

  /** The way to cut the layer that is expected to move least. */
  static FourierShape of(
      int size, Window window, int batch, int inputs, int outputs, Lanes lanes, int threads) {
    int rows = size - window.rows().kernel() + 1;
    int columns = size - window.columns().kernel() + 1;
    int down = Math.ceilDiv(window.rows().output(), rows);
    int across = Math.ceilDiv(window.columns().output(), columns);
    int tiles = Math.multiplyExact(batch, Math.multiplyExact(down, across));
    int width = Math.ceilDiv(tiles, Math.ceilDiv(tiles, FourierTile.widest(lanes)));
    int planes = Math.ceilDiv(inputs, lanes.count());
    int blocks = Math.ceilDiv(outputs, lanes.count());
    int allGroups = Math.ceilDiv(tiles, width);
    long groupFloats = (long) size * size * width * lanes.count();
    FourierShape best = null;
    for (int groups = 1; groups <= allGroups; groups++) {
      boolean isLast = best != null && groups * groupFloats * planes > MOST_INPUT_FLOATS;
      if (isLast) {
        break;
      }
      int slabs = Math.ceilDiv(allGroups, groups);
      int perPart = Math.ceilDiv(blocks, parts(slabs, blocks, threads));
      int chunk = Math.clamp(CACHE_FLOATS / (groups * groupFloats), 1, perPart);
      FourierShape shape =
          new FourierShape(
              lanes.count(),
              size,
              rows,
              columns,
              down,
              across,
              tiles,
              width,
              groups,
              planes,
              blocks,
              chunk,
              Math.ceilDiv(blocks, perPart));
      best = best == null || shape.traffic() < best.traffic() ? shape : best;
    }
    return best;
  }

  /** Enough for units that threads share evenly. */
  private static int parts(int slabs, int blocks, int threads) {
    int parts = 1;
    while (parts < blocks
        && slabs * parts % threads != 0
        && slabs * parts < UNITS_PER_THREAD * threads) {
      parts++;
    }
    return parts;
  }

  /** Floats that transforms, weights, transformed maps and products move, weighed by distance. */
  long traffic() {
    long values = (long) size * size;
    long input = values * groups * width * planes * lanes;
    long result = values * groups * width * chunk * lanes;
    long chunks = (long) parts * Math.ceilDiv(blocksPerPart(), chunk);
    long weights = values * planes * blocks * lanes * lanes;
    long reads = input * chunks * (input + result > 2 * CACHE_FLOATS ? FAR : 1);
    long results = 2 * chunks * result * (result > 2 * CACHE_FLOATS ? FAR : 1);
    long transforms = TRANSFORM * Integer.numberOfTrailingZeros(size);
    long transformed = parts * input + chunks * result;
    return slabs() * (transforms * transformed + FAR * weights + reads + results);
  }

  int slabTiles() {
    return groups * width;
  }

  int slabs() {
    return Math.ceilDiv(tiles, slabTiles());
  }

  int units() {
    return Math.multiplyExact(slabs(), parts);
  }

  int blocksPerPart() {
    return Math.ceilDiv(blocks, parts);
  }

  /** Pairs of real numbers that a transform consists of. */
  int pairs() {
    return size * size / 2;
  }

  /** Floats of one product's tiles: {@code width} pairs of vectors. */
  int groupFloats() {
    return 2 * width * lanes;
  }

  /** Floats from a pair of the transformed map to the next. */
  int inputPlane() {
    return padded(Math.multiplyExact(groups * planes, groupFloats()));
  }

  /** Floats from a pair of the products to the next. */
  int resultPlane() {
    return padded(Math.multiplyExact(groups * chunk, groupFloats()));
  }

  /** Floats from a row of a tile between the halves of its transform to the next. */
  int rowFloats() {
    return (size + 1) * lanes;
  }

  /** Where in scratch the rows of a tile lie. */
  int workAt() {
    return Plan.BASE;
  }

  /** Where in scratch one more row lies. */
  int rowAt() {
    return workAt() + size * rowFloats();
  }

  /** Where in scratch the working memory of transforms lies. */
  int passAt() {
    return rowAt() + rowFloats();
  }

  /** Where in scratch the transformed map lies. */
  int inputAt() {
    int end = passAt() + FourierPasses.workVectors(size) * lanes;
    return Math.ceilDiv(end - Plan.BASE, LINE_FLOATS) * LINE_FLOATS + Plan.BASE;
  }

  /** Where in scratch the products lie. */
  int resultAt() {
    return Math.addExact(inputAt(), Math.multiplyExact(pairs(), inputPlane()));
  }

  /** Floats of scratch from {@link Plan#BASE} on. */
  int scratchFloats() {
    return Math.addExact(resultAt() - Plan.BASE, Math.multiplyExact(pairs(), resultPlane()));
  }

  /**
   * An odd number of cache lines: planes a multiple of 4096 bytes apart would fall into the same
   * few lines of the first-level cache.
   */
  private static int padded(int floats) {
    return (Math.ceilDiv(floats, LINE_FLOATS) | 1) * LINE_FLOATS;
  }
}

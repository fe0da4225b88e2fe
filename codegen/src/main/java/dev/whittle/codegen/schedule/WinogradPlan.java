package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Winograd;

/**
 * How Winograd's algorithm cuts a convolution into pieces, and where they lie in scratch.
 *
 * <p>A map is cut into tiles of outputs; the tiles of all images in a row are cut into groups of as
 * many as a product's register tile has rows, the last of which starts early enough to be full; a
 * slab is some groups. A unit of work is a slab and a part of the output channels. In scratch lie a
 * slab's transformed inputs, the products of a unit, and two strips of a few rows.
 *
 * @param winograd along the axes that have its taps
 * @param tileRows tiles below each other in a map
 * @param tileColumns tiles beside each other
 * @param tiles of all images
 * @param width tiles in a group
 * @param slabGroups groups in a slab, but for the last
 * @param blocks vectors of input channels
 * @param vectors vectors of output channels
 * @param partVectors vectors of output channels in a part, but for the last
 */
record WinogradPlan(
    Winograd winograd,
    Window window,
    int lanes,
    int tileRows,
    int tileColumns,
    int tiles,
    int width,
    int slabGroups,
    int blocks,
    int vectors,
    int partVectors) {

  /** Floats of a line of the first-level cache. */
  private static final int LINE = 16;

  /** Floats of transformed inputs that leave room for weights in a second-level cache of 2 MiB. */
  private static final int SLAB = 160 << 10;

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
   * Floats of an array to which the G1 collector gives regions of its own in heaps of up to 8 GB:
   * so it starts on a cache line and stays there, and no vector lies across two lines.
   */
  private static final int LARGE = 512 << 10;

  static WinogradPlan of(
      Winograd winograd, Conv conv, TensorType x, TensorType y, int lanes, int widest) {
    Window window = Window.of(conv, x, y);
    int tileRows = Math.ceilDiv(window.rows().output(), outputs(winograd, window.rows()));
    int tileColumns = Math.ceilDiv(window.columns().output(), outputs(winograd, window.columns()));
    int tiles = x.shape().size(0) * tileRows * tileColumns;
    int width = Math.ceilDiv(tiles, Math.ceilDiv(tiles, widest));
    int blocks = Math.ceilDiv(x.shape().size(1), lanes);
    int vectors = Math.ceilDiv(y.shape().size(1), lanes);
    int values =
        inputs(winograd, window.rows()) * inputs(winograd, window.columns()) * width * lanes;
    int groups = Math.ceilDiv(tiles, width);
    long weights = (long) values / width * blocks * lanes * vectors;
    int room = weights > LARGE_WEIGHTS ? LARGE_SLAB : SLAB;
    int slab = Math.ceilDiv(groups, Math.clamp(room / (values * blocks), 1, groups));
    slab = Math.ceilDiv(groups, slab);
    int part = Math.clamp(PRODUCTS / (values * slab) / 2 * 2, 2, LONGEST_PART);
    return new WinogradPlan(
        winograd,
        window,
        lanes,
        tileRows,
        tileColumns,
        tiles,
        width,
        slab,
        blocks,
        vectors,
        Math.min(vectors, part));
  }

  private static int outputs(Winograd winograd, Window.Axis axis) {
    return axis.kernel() == 1 ? 1 : winograd.outputs();
  }

  private static int inputs(Winograd winograd, Window.Axis axis) {
    return axis.kernel() == 1 ? 1 : winograd.products();
  }

  /** Rows of outputs of a tile. */
  int outputRows() {
    return outputs(winograd, window.rows());
  }

  int outputColumns() {
    return outputs(winograd, window.columns());
  }

  /** Rows of inputs of a tile, and of its products. */
  int inputRows() {
    return inputs(winograd, window.rows());
  }

  int inputColumns() {
    return inputs(winograd, window.columns());
  }

  /** Products of a tile, for each pair of channels. */
  int values() {
    return inputRows() * inputColumns();
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

  /** From one row of a strip to the next. */
  int stripRow() {
    int read = width * outputColumns() + inputColumns() - outputColumns();
    return spread(Math.max(read, width * inputColumns()) * lanes);
  }

  int strip() {
    return Plan.BASE;
  }

  /** The second strip. */
  int stage() {
    return strip() + inputRows() * stripRow();
  }

  int inputAt() {
    return stage() + inputRows() * stripRow();
  }

  int productsAt() {
    return inputAt() + values() * inputValue();
  }

  int scratchFloats() {
    return Math.max(LARGE, productsAt() + values() * productValue() - Plan.BASE);
  }

  /**
   * The least odd number of cache lines that holds {@code floats}: planes an even number of them
   * apart fall into the same few sets of a cache, and loads appear to depend on stores whose
   * addresses agree in their low 12 bits.
   */
  private static int spread(int floats) {
    return (Math.ceilDiv(floats, LINE) | 1) * LINE;
  }
}

package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Winograd;

/**
 * How Winograd's algorithm cuts a convolution into pieces: a map into tiles of outputs, and the
 * tiles of all images in a row into slabs. Before the slabs lie two strips of a few rows in
 * scratch.
 *
 * @param winograd along the axes that have its taps
 * @param tileRows tiles below each other in a map
 * @param tileColumns tiles beside each other
 */
record WinogradPlan(
    Winograd winograd, Window window, int tileRows, int tileColumns, SlabPlan slabs) {

  static WinogradPlan of(
      Winograd winograd, Conv conv, TensorType x, TensorType y, Target target, int widest) {
    int lanes = target.lanes();
    Window window = Window.of(conv, x, y);
    int tileRows = Math.ceilDiv(window.rows().output(), outputs(winograd, window.rows()));
    int tileColumns = Math.ceilDiv(window.columns().output(), outputs(winograd, window.columns()));
    int tiles = x.shape().size(0) * tileRows * tileColumns;
    int width = SlabPlan.width(tiles, widest);
    int rows = inputs(winograd, window.rows());
    SlabPlan slabs =
        SlabPlan.of(
            target,
            rows * inputs(winograd, window.columns()),
            tiles,
            width,
            Math.ceilDiv(x.shape().size(1), lanes),
            Math.ceilDiv(y.shape().size(1), lanes),
            Plan.BASE + 2 * rows * stripRow(winograd, window, width, lanes));
    return new WinogradPlan(winograd, window, tileRows, tileColumns, slabs);
  }

  private static int outputs(Winograd winograd, Window.Axis axis) {
    return axis.kernel() == 1 ? 1 : winograd.outputs();
  }

  private static int inputs(Winograd winograd, Window.Axis axis) {
    return axis.kernel() == 1 ? 1 : winograd.products();
  }

  private static int stripRow(Winograd winograd, Window window, int width, int lanes) {
    int outputs = outputs(winograd, window.columns());
    int inputs = inputs(winograd, window.columns());
    int read = width * outputs + inputs - outputs;
    return SlabPlan.spread(Math.max(read, width * inputs) * lanes);
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

  /** From one row of a strip to the next. */
  int stripRow() {
    return stripRow(winograd, window, slabs.width(), slabs.lanes());
  }

  int strip() {
    return Plan.BASE;
  }

  /** The second strip. */
  int stage() {
    return strip() + inputRows() * stripRow();
  }
}

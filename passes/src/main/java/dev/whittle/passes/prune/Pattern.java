package dev.whittle.passes.prune;

import dev.whittle.ir.op.Conv;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.factorise.Layer;
import java.util.Arrays;

/** Which weights of a layer become zero together. */
@FunctionalInterface
interface Pattern {
  /** The number of the unit that each weight belongs to, 0 to one less than there are units. */
  int[] units(Layer layer, PassContext context);

  /** Each weight alone. */
  static int[] weights(Layer layer) {
    return Form.of(layer)
        .units((output, input, tap, form) -> (output * form.inputs + input) * form.taps + tap);
  }

  /** The weights of all filters of a group at one input channel and place of the kernel. */
  static int[] columns(Layer layer) {
    return Form.of(layer)
        .units((output, input, tap, form) ->
            (output / form.each * form.inputs + input) * form.taps + tap);
  }

  /** The kernel of one input channel in one filter. */
  static int[] planes(Layer layer) {
    return Form.of(layer).units((output, input, tap, form) -> output * form.inputs + input);
  }

  /** Blocks of the matrix with a row for each filter, smaller ones at its ends. */
  static int[] blocks(Layer layer, int rows, int columns) {
    return Form.of(layer)
        .units((output, input, tap, form) ->
            output / rows * Math.ceilDiv(form.inputs * form.taps, columns)
                + (input * form.taps + tap) / columns);
  }

  /**
   * The sizes of a layer's weight.
   *
   * @param each outputs of a group
   * @param inputs of a group
   * @param taps of the kernel
   */
  record Form(int outputs, int each, int inputs, int taps) {
    static Form of(Layer layer) {
      int groups = layer.op() instanceof Conv conv ? conv.groups() : 1;
      int outputs = layer.sizes().get(0);
      int taps = layer.sizes().stream().skip(2).reduce(1, Math::multiplyExact);
      return new Form(outputs, outputs / groups, layer.sizes().get(1), taps);
    }

    int weights() {
      return outputs * inputs * taps;
    }

    /** Weights of one filter. */
    int row() {
      return inputs * taps;
    }

    /** The unit of a weight. */
    interface Unit {
      int of(int output, int input, int tap, Form form);
    }

    int[] units(Unit unit) {
      int[] units = new int[weights()];
      Arrays.setAll(units, i -> unit.of(i / row(), i % row() / taps, i % taps, this));
      return units;
    }
  }
}

package dev.whittle.passes.calibrate;

import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.PassOption.Type;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.select.LayerSelector;

/**
 * How a pass looks at what a network computes: at random places of each map, for the inputs that
 * its context has.
 *
 * @param network its name
 * @param each places of a map that are sampled for each item, at most
 * @param pass the pass's name
 * @param alternative how the pass does without inputs, as a hint goes on: {@code go by the weights}
 */
public record Calibration(
    PassContext context, String network, int each, long seed, String pass, String alternative) {
  public static final PassOption POSITIONS =
      new PassOption("positions", Type.INTEGER, 10, "Places of each map and input to look at.")
          .within(1, 1 << 20);

  public static final PassOption SEED =
      new PassOption("seed", Type.INTEGER, 1, "Of the places that are drawn.");

  /** Floats that are kept of one layer; of more data, fewer places are sampled. */
  private static final int MOST = 1 << 24;

  /** What the options {@link #POSITIONS} and {@link #SEED} of the running pass say. */
  public static Calibration of(
      Graph network, PassContext context, String pass, String alternative) {
    return new Calibration(
        context,
        network.name(),
        context.option(POSITIONS, Integer.class),
        context.option(SEED, Integer.class),
        pass,
        alternative);
  }

  /** The places of a map of {@code channels} channels. */
  public Positions positions(int channels) {
    long most = MOST / ((long) data().count() * channels);
    return new Positions(seed, Math.clamp(most, 1, each));
  }

  /**
   * The inputs.
   *
   * @throws PassFailure when there are none
   */
  Data data() {
    return context
        .calibration()
        .orElseThrow(() ->
            PassFailure.of(
                PipelineMistake.NO_CALIBRATION.error(
                    layers().span(),
                    "`%s` looks at what %s computes, and has no inputs to run it on"
                        .formatted(pass, network),
                    "give pictures with `--calibrate PATH`, or " + alternative)));
  }

  /**
   * Requires that numbers of the layer {@code name} are numbers.
   *
   * @throws PassFailure when one is infinite or none
   */
  void requireFinite(String name, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw PassFailure.of(
            PipelineMistake.BAD_CALIBRATION.error(
                layers().span(),
                "%s responds with %s to the inputs to calibrate on".formatted(name, value),
                "leave out the inputs with numbers that are not finite or too large"));
      }
    }
  }

  private LayerSelector layers() {
    return context.option(LayerSelector.OPTION, LayerSelector.class);
  }
}

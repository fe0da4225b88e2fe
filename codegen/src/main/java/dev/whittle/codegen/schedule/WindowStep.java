package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;

import dev.whittle.codegen.kernel.Expression;
import java.util.HashMap;
import java.util.Map;

/**
 * Calls {@link WindowWalker}s from a step's driver with the layer's extents and offsets. Threads
 * share a step by blocks of rows, so that each finds in its cache what it wrote in the step before;
 * or by groups of outputs when there are more weights than activations.
 */
final class WindowStep {
  private static final int MOST_BLOCKS = 8;

  private final StepContext step;
  private final Window window;
  private final Lanes lanes;
  private final Map<String, Expression> arguments = new HashMap<>();
  private int units;
  private int firstPlaces;

  WindowStep(StepContext step, Window window, Lanes lanes, int inputBlock) {
    this.step = step;
    this.window = window;
    this.lanes = lanes;
    Operand x = step.operand(0);
    Operand y = step.result();
    Window.Axis rows = window.rows();
    Window.Axis columns = window.columns();
    WindowWalker.PARAMETERS.forEach(p -> set(p, 0));
    for (String unused : new String[] {"x", "w", "b", "r", "y"}) {
      arguments.put(unused, step.arena());
    }
    arguments.put("x", x.buffer());
    arguments.put("y", y.buffer());
    arguments.put("scratch", step.scratch());
    arguments.put("xAt", x.offset());
    set("xBatch", x.placement().batchStride());
    set("xPlane", rows.input() * columns.input() * inputBlock);
    set("xRow", columns.input() * inputBlock);
    arguments.put("yAt", y.offset());
    set("yBatch", y.placement().batchStride());
    set("yPlane", rows.output() * columns.output() * lanes.count());
    set("height", rows.input());
    set("width", columns.input());
    splitRows(blocks(rows.output()));
    set("outWidth", columns.output());
    set("kernelHeight", rows.kernel());
    set("strideHeight", rows.stride());
    set("padHeight", rows.pad());
    set("padEndHeight", rows.padEnd());
    set("dilationHeight", rows.dilation());
    set("strideWidth", columns.stride());
    set("padWidth", columns.pad());
    set("planes", 1);
    set("blocksPerGroup", 1);
    step.added()
        .ifPresent(r -> {
          arguments.put("r", r.buffer());
          arguments.put("rAt", r.offset());
          set("rBatch", r.placement().batchStride());
          set("rPlane", rows.output() * columns.output() * lanes.count());
        });
  }

  void set(String name, int value) {
    arguments.put(name, constant(value));
  }

  /** The weights operand, packed as vectors of outputs. */
  void weights(Operand weights, int planes, int wPlane, int wRow) {
    arguments.put("w", weights.buffer());
    arguments.put("wAt", weights.offset());
    set("wVector", planes * wPlane);
    set("wPlane", wPlane);
    set("wRow", wRow);
    set("planes", planes);
    long activations = step.operand(0).type().bytes() + step.result().type().bytes();
    if (weights.type().bytes() > activations) {
      splitRows(1);
    }
  }

  void bias(Operand bias) {
    arguments.put("b", bias.buffer());
    arguments.put("bAt", bias.offset());
  }

  /** All units of the step so far. */
  int units() {
    return units;
  }

  /**
   * Runs a walker over all places of some groups of output vectors. The first walker makes the
   * step's units; one for a single group more has its share in each of them.
   *
   * @param firstVector the output vector its first group starts at
   */
  void walk(WindowWalker walker, Tiling tiling, int groups, int firstVector) {
    Map<String, Expression> all = new HashMap<>(arguments);
    all.put("groups", constant(groups));
    all.put("tilesInRow", constant(tiling.count()));
    all.put("lastColumn", constant(tiling.lastStart()));
    shift(all, "wAt", "wVector", firstVector);
    shift(all, "yAt", "yPlane", firstVector);
    shift(all, "rAt", "rPlane", firstVector);
    all.put("bAt", add(all.get("bAt"), firstVector * lanes.count()));
    int places = step.result().batch() * tiling.count() * window.rows().output();
    Expression from = step.from();
    Expression to = step.to();
    if (units == 0) {
      units = Math.multiplyExact(places, groups);
      firstPlaces = places;
    } else if (groups == 1 && places == firstPlaces) {
      from = divide(from, constant(units / places));
      to = divide(to, constant(units / places));
    } else {
      int more = Math.multiplyExact(places, groups);
      from = maximum(add(from, -units), constant(0));
      to = minimum(add(to, -units), constant(more));
      units += more;
    }
    all.put("from", from);
    all.put("to", firstVector == 0 ? minimum(to, constant(places * groups)) : to);
    String name = walker.require(step.library());
    step.library().invoke(step.driver(), name, all);
  }

  private void splitRows(int blocks) {
    set("blocks", blocks);
    set("blockRows", window.rows().output() / blocks);
  }

  /** The most blocks of equally many rows. */
  private static int blocks(int rows) {
    int blocks = Math.min(MOST_BLOCKS, rows);
    while (rows % blocks > 0) {
      blocks--;
    }
    return blocks;
  }

  private static void shift(Map<String, Expression> all, String offset, String stride, int count) {
    all.put(
        offset,
        add(
            all.get(offset),
            dev.whittle.codegen.kernel.Expressions.multiply(all.get(stride), count)));
  }
}

package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;

import dev.whittle.codegen.kernel.Expression;
import java.util.HashMap;
import java.util.Map;

/** Calls a {@link WindowWalker} from a step's driver with the layer's extents and offsets. */
final class WindowStep {
  private final StepContext step;
  private final Window window;
  private final Lanes lanes;
  private final Map<String, Expression> arguments = new HashMap<>();

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
    set("xAt", x.placement().offset());
    set("xBatch", x.placement().batchStride());
    set("xPlane", rows.input() * columns.input() * inputBlock);
    set("xRow", columns.input() * inputBlock);
    set("yAt", y.placement().offset());
    set("yBatch", y.placement().batchStride());
    set("yPlane", rows.output() * columns.output() * lanes.count());
    set("height", rows.input());
    set("width", columns.input());
    set("outHeight", rows.output());
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
          set("rAt", r.placement().offset());
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
    set("wAt", weights.placement().offset());
    set("wVector", planes * wPlane);
    set("wPlane", wPlane);
    set("wRow", wRow);
    set("planes", planes);
  }

  void bias(Operand bias) {
    arguments.put("b", bias.buffer());
    set("bAt", bias.placement().offset());
  }

  /** Units of a walker over {@code groups} groups of output vectors. */
  int units(Tiling tiling, int groups) {
    return Math.multiplyExact(
        step.result().batch() * tiling.count() * window.rows().output(), groups);
  }

  /**
   * Runs the walker over its part of the step's units, which start at {@code firstUnit}.
   *
   * @param firstVector the output vector its first group starts at
   */
  void walk(
      WindowWalker walker, Tiling tiling, int groups, int firstUnit, int units, int firstVector) {
    Map<String, Expression> all = new HashMap<>(arguments);
    all.put("groups", constant(groups));
    all.put("tilesInRow", constant(tiling.count()));
    all.put("lastColumn", constant(tiling.lastStart()));
    shift(all, "wAt", "wVector", firstVector);
    shift(all, "yAt", "yPlane", firstVector);
    shift(all, "rAt", "rPlane", firstVector);
    all.put("bAt", add(all.get("bAt"), firstVector * lanes.count()));
    Expression from = step.from();
    Expression to = step.to();
    if (firstUnit > 0) {
      from = add(maximum(from, constant(firstUnit)), -firstUnit);
      to = add(to, -firstUnit);
    }
    if (step.to() == to) {
      to = minimum(to, constant(units));
    }
    all.put("from", from);
    all.put("to", to);
    String name = walker.require(step.library());
    step.library().invoke(step.driver(), name, all);
  }

  private static void shift(Map<String, Expression> all, String offset, String stride, int count) {
    all.put(
        offset,
        add(
            all.get(offset),
            dev.whittle.codegen.kernel.Expressions.multiply(all.get(stride), count)));
  }
}

package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.multiply;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.runtime.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies epilogue steps to {@code count} consecutive vectors from {@code s[sAt]} on and stores
 * them at {@code y[yAt]}; an added operand comes from {@code r[rAt]}.
 */
final class EpiloguePass {
  private EpiloguePass() {}

  static String name(Lanes lanes, List<Epilogue> steps) {
    return name(lanes, steps, false);
  }

  private static String name(Lanes lanes, List<Epilogue> steps, boolean shared) {
    return "f32_epilogue" + FusedEpilogue.name(steps) + (shared ? "_shared" : "") + lanes.suffix();
  }

  static String require(KernelLibrary library, Lanes lanes, List<Epilogue> steps) {
    return library.require(name(lanes, steps), kernel -> build(kernel, lanes, steps, false));
  }

  /** Makes sure that what {@link #invokeTile} calls beside the tile exists. */
  static void require(KernelLibrary library, Tile tile, FusedEpilogue epilogue) {
    List<Epilogue> steps = epilogue.later();
    if (!steps.isEmpty() || tile.isShared()) {
      Lanes lanes = tile.lanes();
      boolean shared = tile.isShared();
      library.require(name(lanes, steps, shared), kernel -> build(kernel, lanes, steps, shared));
    }
  }

  /**
   * Calls a tile and, when a part of the epilogue follows it, lets the tile store into scratch from
   * where the pass takes it on; {@code arguments} are the tile's, {@code scratch} and what the
   * epilogue needs.
   */
  static void invokeTile(
      KernelBuilder kernel,
      KernelLibrary library,
      Tile tile,
      FusedEpilogue epilogue,
      Map<String, Expression> arguments) {
    Lanes lanes = tile.lanes();
    String name = tile.name() + lanes.suffix();
    if (epilogue.later().isEmpty() && !tile.isShared()) {
      library.invoke(kernel, name, arguments);
      return;
    }
    int plane = tile.columns() * lanes.count();
    Map<String, Expression> staged = new HashMap<>(arguments);
    staged.put("y", arguments.get("scratch"));
    staged.put("yAt", constant(Plan.BASE));
    staged.put("yPlane", constant(plane));
    library.invoke(kernel, name, staged);
    for (int v = 0; v < tile.vectors(); v++) {
      Map<String, Expression> last = new HashMap<>(arguments);
      last.put("s", arguments.get("scratch"));
      last.put("sAt", constant(Plan.BASE + v * plane));
      last.put("count", constant(tile.columns()));
      last.put("yAt", add(arguments.get("yAt"), multiply(arguments.get("yPlane"), v)));
      if (epilogue.addsLater()) {
        last.put("rAt", add(arguments.get("rAt"), multiply(arguments.get("rPlane"), v)));
      }
      if (tile.isShared()) {
        int lane = v * lanes.count();
        last.put("firstLane", add(arguments.get("firstLane"), -lane));
        last.put("endLane", add(arguments.get("endLane"), -lane));
      }
      library.invoke(kernel, name(lanes, epilogue.later(), tile.isShared()), last);
    }
  }

  private static KernelMethod build(
      KernelBuilder kernel, Lanes lanes, List<Epilogue> steps, boolean shared) {
    Local s = kernel.buffer("s");
    Local sAt = kernel.integer("sAt");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local count = kernel.integer("count");
    boolean adds = steps.contains(new Epilogue.AddOperand());
    Local r = adds ? kernel.buffer("r") : null;
    Local rAt = adds ? kernel.integer("rAt") : null;
    Local mask =
        shared
            ? kernel.let(
                "mask", lanes.between(kernel.integer("firstLane"), kernel.integer("endLane")))
            : null;
    kernel.loop(
        "i",
        constant(0),
        count,
        i -> {
          Local at = kernel.let("at", multiply(i, lanes.count()));
          Expression value =
              FusedEpilogue.apply(
                  kernel,
                  lanes,
                  steps,
                  lanes.load(s, add(sAt, at)),
                  () -> lanes.load(r, add(rAt, at)));
          if (shared) {
            kernel.store(y, add(yAt, at), value, mask);
          } else {
            kernel.store(y, add(yAt, at), value);
          }
        });
    return kernel.build();
  }
}

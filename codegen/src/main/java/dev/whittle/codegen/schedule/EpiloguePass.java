package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.multiply;

import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.ir.op.Epilogue;
import java.util.List;

/**
 * Applies epilogue steps to {@code count} consecutive vectors from {@code s[sAt]} on and stores
 * them at {@code y[yAt]}; an added operand comes from {@code r[rAt]}.
 */
final class EpiloguePass {
  private EpiloguePass() {}

  static String name(Lanes lanes, List<Epilogue> steps) {
    return "f32_epilogue" + FusedEpilogue.name(steps) + lanes.suffix();
  }

  static String require(KernelLibrary library, Lanes lanes, List<Epilogue> steps) {
    return library.require(name(lanes, steps), kernel -> build(kernel, lanes, steps));
  }

  private static KernelMethod build(KernelBuilder kernel, Lanes lanes, List<Epilogue> steps) {
    Local s = kernel.buffer("s");
    Local sAt = kernel.integer("sAt");
    Local y = kernel.buffer("y");
    Local yAt = kernel.integer("yAt");
    Local count = kernel.integer("count");
    boolean adds = steps.contains(new Epilogue.AddOperand());
    Local r = adds ? kernel.buffer("r") : null;
    Local rAt = adds ? kernel.integer("rAt") : null;
    kernel.loop(
        "i",
        constant(0),
        count,
        i -> {
          Local at = kernel.let("at", multiply(i, lanes.count()));
          kernel.store(
              y,
              add(yAt, at),
              FusedEpilogue.apply(
                  kernel,
                  lanes,
                  steps,
                  lanes.load(s, add(sAt, at)),
                  () -> lanes.load(r, add(rAt, at))));
        });
    return kernel.build();
  }
}

package dev.whittle.passes;

import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;

/** How reports write operators. */
public final class Operators {
  private Operators() {}

  /** An operator and what is fused into it: {@code conv2d + add + relu}. */
  public static String text(Op op) {
    if (!(op instanceof Lowered lowered)) {
      return op.operator();
    }
    StringBuilder text = new StringBuilder(lowered.op().operator());
    for (Epilogue step : lowered.epilogue()) {
      text.append(
          switch (step) {
            case Epilogue.Apply(var activation) -> " + " + activation.operator();
            case Epilogue.AddOperand() -> " + add";
          });
    }
    return text.toString();
  }
}

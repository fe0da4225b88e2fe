package dev.whittle.onnx.translate;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Sub;
import dev.whittle.runtime.Tensor;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;

/** Operators that work element by element. */
final class Elementwise {
  private Elementwise() {}

  /** An operator of one operand that has its twin in networks. */
  static OnnxOperator.Translation same(Op op) {
    return call -> call.emit(op, call.value(0));
  }

  /** An operator of one operand, worked out when that is known. */
  static OnnxOperator.Translation unary(Op op, DoubleUnaryOperator function) {
    return call -> {
      if (call.isKnown()) {
        call.give(0, Folding.unary(known(call, 0), function));
      } else {
        call.emit(op, call.value(0));
      }
    };
  }

  /** An operator on constants and sizes only. */
  static OnnxOperator.Translation folded(DoubleUnaryOperator function) {
    return call -> call.give(0, Folding.unary(known(call, 0), function));
  }

  /** An operator on constants and sizes only. */
  static OnnxOperator.Translation folded(DoubleBinaryOperator floats, LongBinaryOperator integers) {
    return call -> call.give(0, Folding.binary(known(call, 0), known(call, 1), floats, integers));
  }

  /** A comparison of constants and sizes only. */
  static OnnxOperator.Translation compared(Folding.Comparison comparison) {
    return call -> call.give(0, Folding.compare(known(call, 0), known(call, 1), comparison));
  }

  /** What an operator that networks lack is given, which must be known. */
  static Operand.Known known(Call call, int input) {
    return call.known(input)
        .orElseThrow(() ->
            new Refusal(
                "computes with what the network computes, which there is no operator for",
                "it is read on sizes and constants only"));
  }

  /** An arithmetic operator, worked out when both operands are known. */
  static OnnxOperator.Translation arithmetic(
      Op op, DoubleBinaryOperator floats, LongBinaryOperator integers) {
    return call -> {
      if (call.isKnown()) {
        call.give(0, Folding.binary(known(call, 0), known(call, 1), floats, integers));
      } else {
        call.emit(op, call.value(0), call.value(1));
      }
    };
  }

  static long divide(long a, long b) {
    if (b == 0) {
      throw new Refusal("divides a size by zero", "");
    }
    return a / b;
  }

  /** The sum of all operands. */
  static void sum(Call call) {
    if (call.inputs() == 1) {
      call.give(0, call.operand(0));
      return;
    }
    Value sum = call.value(0);
    for (int i = 1; i < call.inputs() - 1; i++) {
      sum = call.add("sum" + i, new Add(), sum, call.value(i));
    }
    call.emit(new Add(), sum, call.value(call.inputs() - 1));
  }

  /** The mean of all operands. */
  static void mean(Call call) {
    Value sum = call.value(0);
    for (int i = 1; i < call.inputs(); i++) {
      sum = call.add("sum" + i, new Add(), sum, call.value(i));
    }
    call.emit(new Mul(), sum, scalar(call, "share", 1f / call.inputs()));
  }

  static Value scalar(Call call, String role, float value) {
    return call.add(role, new Constant(Tensor.of(new float[] {value})));
  }

  static void clip(Call call) {
    float min = Float.NEGATIVE_INFINITY;
    float max = Float.POSITIVE_INFINITY;
    if (call.operatorSet() < 11) {
      min = call.attributes().number("min", -Float.MAX_VALUE);
      max = call.attributes().number("max", Float.MAX_VALUE);
    } else {
      min = call.has(1) ? call.number(1, "limits") : min;
      max = call.has(2) ? call.number(2, "limits") : max;
    }
    boolean isRelu = Float.floatToRawIntBits(min) == 0 && max >= Float.MAX_VALUE;
    call.emit(isRelu ? new Relu() : new Clip(min, max), call.value(0));
  }

  /** {@code x < 0 ? slope · x : x}, which is {@code relu(x) − slope · relu(−x)}. */
  static void parametricRelu(Call call) {
    Tensor slope = call.weight(1, "slopes").tensor();
    if (slope.elementCount() == 0) {
      throw new Refusal("has no slopes", "");
    }
    Value x = call.value(0);
    float first = (float) slope.get(0);
    boolean isUniform = true;
    for (long i = 1; i < slope.elementCount(); i++) {
      isUniform &= slope.get(i) == first;
    }
    if (isUniform) {
      call.emit(new LeakyRelu(first), x);
      return;
    }
    Value negative = call.add("negative", new Neg(), x);
    Value below = call.add("below", new Relu(), negative);
    Value scaled = call.add("scaled", new Mul(), below, call.value(1));
    call.emit(new Sub(), call.add("above", new Relu(), x), scaled);
  }
}

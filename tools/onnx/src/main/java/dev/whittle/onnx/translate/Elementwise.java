package dev.whittle.onnx.translate;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Gelu;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Tanh;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.math.BigInteger;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongBinaryOperator;

/** Operators that work element by element. */
final class Elementwise {
  private Elementwise() {}

  /** An operator of one operand that has its twin in networks. */
  static OnnxOperator.Translation same(Op op) {
    return call -> call.apply(op);
  }

  /** As {@link #same}, of an attribute. */
  static OnnxOperator.Translation same(String attribute, float otherwise, Function<Float, Op> op) {
    return call -> call.apply(op.apply(call.attributes().number(attribute, otherwise)));
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
            call.unknown(
                input,
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

  /** A quotient; that of integers that the network computes is rounded down. */
  static void divide(Call call) {
    boolean isWhole = call.integers().isPresent();
    arithmetic(new Div(), (a, b) -> a / b, Elementwise::divide).translate(call);
    if (isWhole) {
      call.mapResults(quotient -> call.add("down", new Floor(), quotient));
    }
  }

  /** {@code −⌊−x⌋}. */
  static void ceil(Call call) {
    if (call.isKnown()) {
      call.give(0, Folding.unary(known(call, 0), Math::ceil));
      return;
    }
    Value opposite = call.add("opposite", new Neg(), call.value(0));
    call.emit(new Neg(), call.add("below", new Floor(), opposite));
  }

  /** {@code x} times what is larger than one over the smallest number, cut to −1 and 1. */
  static void sign(Call call) {
    if (call.isKnown()) {
      call.give(0, Folding.unary(known(call, 0), Math::signum));
      return;
    }
    Value factor = scalar(call, "factor", 0x1p100f);
    Value large = call.add("large", new Mul(), call.value(0), factor);
    Value cut = call.add("cut", new Clip(-1, 1), large);
    call.emit(new Clip(-1, 1), call.add("largest", new Mul(), cut, factor));
  }

  private static long divide(long a, long b) {
    if (b == 0) {
      throw new Refusal("divides a size by zero", "");
    }
    return a / b;
  }

  /** An operator of any number of operands, which takes two at a time. */
  static OnnxOperator.Translation chain(
      Op op, DoubleBinaryOperator floats, LongBinaryOperator integers) {
    return call -> {
      if (call.inputs() == 1) {
        call.give(0, call.operand(0));
        return;
      }
      if (call.isKnown()) {
        Operand.Known all = known(call, 0);
        for (int i = 1; i < call.inputs(); i++) {
          all = Folding.binary(all, known(call, i), floats, integers);
        }
        call.give(0, all);
        return;
      }
      Value all = call.value(0);
      for (int i = 1; i < call.inputs() - 1; i++) {
        all = call.add("first" + i, op, all, call.value(i));
      }
      call.emit(op, all, call.value(call.inputs() - 1));
    };
  }

  /** A power; the usual exponents as products and roots. */
  static void pow(Call call) {
    if (call.isKnown()) {
      Operand.Known base = known(call, 0);
      boolean isFloat = base.tensor().type() == ElementType.F32;
      Operand.Known by = isFloat ? Folding.floats(known(call, 1)) : whole(known(call, 1));
      call.give(0, Folding.binary(base, by, Math::pow, Elementwise::power));
      return;
    }
    Optional<Tensor> exponent =
        call.known(1).map(Operand.Known::tensor).filter(t -> t.elementCount() == 1);
    Value x = call.value(0);
    boolean isScalar = exponent.isPresent() && exponent.get().rank() <= call.shape(x).rank();
    double power = isScalar ? exponent.get().get(0) : Double.NaN;
    if (power == 1) {
      call.give(0, new Operand.Live(x));
    } else if (power == 2) {
      call.emit(new Mul(), x, x);
    } else if (power == 3) {
      call.emit(new Mul(), call.add("square", new Mul(), x, x), x);
    } else if (power == 0.5) {
      call.emit(new Sqrt(), x);
    } else {
      Value by =
          isScalar
              ? scalar(call, "power", (float) power)
              : call.known(1)
                  .map(k -> call.value(Folding.floats(k)))
                  .orElseGet(() -> call.value(1));
      call.emit(new Pow(), x, by);
    }
  }

  /** Exponents of integers, which must be integers themselves. */
  private static Operand.Known whole(Operand.Known exponents) {
    if (exponents.tensor().type() != ElementType.F32) {
      return exponents;
    }
    long[] values = new long[Math.toIntExact(exponents.tensor().elementCount())];
    for (int i = 0; i < values.length; i++) {
      double exponent = exponents.tensor().get(i);
      values[i] = (long) exponent;
      if (values[i] != exponent) {
        throw new Refusal("raises an integer to the power of " + exponent, "");
      }
    }
    return Operand.Known.of(Folding.integers(values, exponents.tensor().shape()));
  }

  private static long power(long base, long exponent) {
    if (exponent < 0 || exponent > Integer.MAX_VALUE) {
      throw new Refusal("raises a size to the power of " + exponent, "");
    }
    try {
      return BigInteger.valueOf(base)
          .pow((int) Math.min(exponent, Long.SIZE * (Math.abs(base) > 1 ? 1L : 2L)))
          .longValueExact();
    } catch (ArithmeticException e) {
      throw new Refusal("raises a size to the power of " + exponent, "");
    }
  }

  /** {@code gamma · elu(x)}. */
  static void selu(Call call) {
    float alpha = call.attributes().number("alpha", 1.6732632f);
    float gamma = call.attributes().number("gamma", 1.050701f);
    Value elu = call.add("elu", new Elu(alpha), call.value(0));
    call.emit(new Mul(), elu, scalar(call, "gamma", gamma));
  }

  /** {@code alpha · elu(x / alpha)}. */
  static void celu(Call call) {
    float alpha = call.attributes().number("alpha", 1);
    if (alpha == 1) {
      call.emit(new Elu(1), call.value(0));
      return;
    }
    if (!(alpha > 0)) {
      throw new Refusal("its alpha is " + alpha, "");
    }
    Value factor = scalar(call, "alpha", alpha);
    Value scaled = call.add("scaled", new Div(), call.value(0), factor);
    call.emit(new Mul(), call.add("elu", new Elu(1), scaled), factor);
  }

  static void gelu(Call call) {
    call.apply(
        new Gelu(
            switch (call.attributes().text("approximate", "none")) {
              case "none" -> Gelu.Approximation.NONE;
              case "tanh" -> Gelu.Approximation.TANH;
              case String other ->
                  throw new Refusal("its approximation is `%s`".formatted(other), "");
            }));
  }

  /** {@code x · tanh(softplus(x))}. */
  static void mish(Call call) {
    Value x = call.value(0);
    Value softplus = call.add("softplus", new Softplus(), x);
    call.emit(new Mul(), x, call.add("tanh", new Tanh(), softplus));
  }

  /** {@code x / (1 + |x|)}. */
  static void softsign(Call call) {
    Value x = call.value(0);
    Value size = call.add("size", new Abs(), x);
    call.emit(new Div(), x, call.add("divisor", new Add(), size, scalar(call, "one", 1)));
  }

  static void reciprocal(Call call) {
    if (call.isKnown()) {
      call.give(0, Folding.unary(known(call, 0), x -> 1 / x));
    } else {
      call.emit(new Div(), scalar(call, "one", 1), call.value(0));
    }
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
    if (call.operatorSet() >= 11 && !(isKnown(call, 1) && isKnown(call, 2))) {
      Value x =
          call.has(1)
              ? call.add("atLeast", new Maximum(), call.value(0), call.value(1))
              : call.value(0);
      if (call.has(2)) {
        call.emit(new Minimum(), x, call.value(2));
      } else {
        call.give(0, new Operand.Live(x));
      }
      return;
    }
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

  private static boolean isKnown(Call call, int input) {
    return !call.has(input) || call.known(input).isPresent();
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

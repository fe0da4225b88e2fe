package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Gelu;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Silu;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Tanh;
import dev.whittle.runtime.Tensor;
import java.util.List;

/** Functions of one element, or of two that broadcasting brings together. */
final class Elementwise {
  private Elementwise() {}

  static Tensor activate(Activation activation, Tensor x, TensorType type) {
    float[] input = x.floats();
    float[] result = new float[input.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) activate(activation, input[i]);
    }
    return Rounding.tensor(type, result);
  }

  /** {@code activation} of one number. */
  static double activate(Activation activation, double x) {
    return switch (activation) {
      case Relu() -> Math.max(x, 0);
      case Clip(float min, float max) -> Math.min(Math.max(x, min), max);
      case LeakyRelu(float alpha) -> x < 0 ? alpha * x : x;
      case Sigmoid() -> 1 / (1 + Math.exp(-x));
      case Tanh() -> Math.tanh(x);
      case HardSwish() -> x * Math.min(Math.max(x / 6 + 0.5, 0), 1);
      case HardSigmoid(float alpha, float beta) -> Math.min(Math.max(alpha * x + beta, 0), 1);
      case Silu() -> x / (1 + Math.exp(-x));
      case Abs() -> Math.abs(x);
      case Neg() -> -x;
      case Exp() -> Math.exp(x);
      case Log() -> Math.log(x);
      case Sqrt() -> Math.sqrt(x);
      case Erf() -> ErrorFunction.of(x);
      case Round() -> Math.rint(x);
      case Floor() -> Math.floor(x);
      case Elu(float alpha) -> x < 0 ? alpha * Math.expm1(x) : x;
      case Softplus() -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case Gelu(Gelu.Approximation approximation) ->
          switch (approximation) {
            case NONE -> x / 2 * (1 + ErrorFunction.of(x / Math.sqrt(2)));
            case TANH ->
                x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
          };
    };
  }

  static Tensor combine(Arithmetic arithmetic, List<Tensor> operands, TensorType type) {
    float[] left = operands.get(0).floats();
    float[] right = operands.get(1).floats();
    int[] shape = type.shape().sizes();
    int[] leftIndex = broadcast(operands.get(0).shape(), shape);
    int[] rightIndex = broadcast(operands.get(1).shape(), shape);
    float[] result = new float[leftIndex.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = (float) combine(arithmetic, left[leftIndex[i]], right[rightIndex[i]]);
    }
    return Rounding.tensor(type, result);
  }

  private static double combine(Arithmetic arithmetic, double left, double right) {
    return switch (arithmetic) {
      case Add() -> left + right;
      case Sub() -> left - right;
      case Mul() -> left * right;
      case Div() -> left / right;
      case Minimum() -> Math.min(left, right);
      case Maximum() -> Math.max(left, right);
      case Pow() -> power(left, right);
    };
  }

  /** As IEEE 754; Java's differs in the powers of 1 and −1 to infinite and missing exponents. */
  private static double power(double base, double exponent) {
    return base == 1 || base == -1 && Double.isInfinite(exponent) ? 1 : Math.pow(base, exponent);
  }

  /** For each element of {@code to}, the index of the element of {@code from} it reads. */
  static int[] broadcast(int[] from, int[] to) {
    int[] strides = new int[to.length];
    int stride = 1;
    for (int axis = from.length - 1; axis >= 0; axis--) {
      strides[to.length - from.length + axis] = from[axis] == 1 ? 0 : stride;
      stride *= from[axis];
    }
    return Movement.offsets(to, strides);
  }
}

package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Silu;
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
    };
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

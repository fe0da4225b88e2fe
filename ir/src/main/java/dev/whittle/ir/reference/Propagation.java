package dev.whittle.ir.reference;

import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.BatchNorm;
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
import dev.whittle.ir.op.LocalResponseNorm;
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
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.reference.Magnitude.Sized;
import dev.whittle.runtime.Tensor;
import java.util.List;

/** How ops that are not sums carry magnitudes on, to first order in the operands' errors. */
final class Propagation {
  private static final double STEEPEST_SILU = 1.1;
  private static final double STEEPEST_HARD_SWISH = 1.5;
  private static final double STEEPEST_GELU = 1.13;
  private static final double STEEPEST_ERF = 2 / Math.sqrt(Math.PI);

  /** No rounding is that large a share of what was summed. */
  private static final double CERTAIN = 0.01;

  private Propagation() {}

  /** {@code |s| (m(x) + m(mean)) / √(v + ε) + m(shift)}. */
  static Tensor batchNorm(BatchNorm norm, List<Sized> operands) {
    Tensor mean = operands.get(3).magnitude();
    float[] negated = mean.floats().clone();
    for (int i = 0; i < negated.length; i++) {
      negated[i] = -negated[i];
    }
    return ReferenceEvaluator.apply(
            norm,
            List.of(
                operands.get(0).magnitude(),
                operands.get(1).magnitude(),
                operands.get(2).magnitude(),
                Tensor.of(negated, mean.shape()),
                operands.get(4).value()))
        .getFirst();
  }

  static Tensor activation(Activation activation, Sized x, Tensor result) {
    float[] values = x.value().floats();
    float[] m = x.magnitude().floats();
    float[] y = result.floats();
    float[] sizes = new float[y.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = (float) activation(activation, values[i], m[i], Math.abs(y[i]));
    }
    return Tensor.of(sizes, result.shape());
  }

  private static double activation(Activation activation, double x, double m, double y) {
    return switch (activation) {
      case Relu(), Abs(), Neg() -> m;
      case Round(), Floor() -> Math.max(m, y);
      case Clip(float min, float max) ->
          x - max > CERTAIN * m || min - x > CERTAIN * m ? y : Math.max(m, y);
      case LeakyRelu(float alpha) -> Math.max(1, Math.abs(alpha)) * m;
      case Sigmoid() -> Math.max(y, 1 - y) + y * (1 - y) * m;
      case Tanh() -> y + (1 - y * y) * m;
      case HardSwish() -> Math.max(y, STEEPEST_HARD_SWISH * m);
      case HardSigmoid(float alpha, float beta) -> Math.abs(alpha) * m + Math.abs(beta);
      case Silu() -> Math.max(y, STEEPEST_SILU * m);
      case Exp() -> y * (1 + m);
      case Log() -> y + m / x;
      case Sqrt() -> m == 0 ? 0 : y + m / (2 * y);
      case Erf() -> y + STEEPEST_ERF * Math.exp(-x * x) * m;
      case Elu(float alpha) -> x < 0 ? Math.abs(alpha) * (1 + Math.exp(x) * (1 + m)) : m;
      case Softplus() -> y + m / (1 + Math.exp(-x));
      case Gelu _ -> Math.max(y, STEEPEST_GELU * m);
    };
  }

  /** {@code y (1 + m(x) + Σ y m(x))}, the sum along the axis. */
  static Tensor softmax(Softmax softmax, Sized x, Tensor result) {
    float[] m = x.magnitude().floats();
    float[] y = result.floats();
    int axis = Math.floorMod(softmax.axis(), result.rank());
    int size = result.size(axis);
    int stride = Movement.strides(result.shape())[axis];
    float[] sizes = new float[y.length];
    for (int i = 0; i < sizes.length; i++) {
      int first = i - i / stride % size * stride;
      double sum = 1 + m[i];
      for (int j = first; j < first + size * stride; j += stride) {
        sum += (double) y[j] * m[j];
      }
      sizes[i] = (float) (y[i] * sum);
    }
    return Tensor.of(sizes, result.shape());
  }

  static Tensor arithmetic(Arithmetic arithmetic, List<Sized> operands, Tensor result) {
    int[] shape = result.shape();
    int[] left = Elementwise.broadcast(operands.get(0).value().shape(), shape);
    int[] right = Elementwise.broadcast(operands.get(1).value().shape(), shape);
    float[] a = operands.get(0).value().floats();
    float[] b = operands.get(1).value().floats();
    float[] ma = operands.get(0).magnitude().floats();
    float[] mb = operands.get(1).magnitude().floats();
    float[] y = result.floats();
    float[] sizes = new float[left.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] =
          (float)
              arithmetic(
                  arithmetic,
                  Math.abs(a[left[i]]),
                  Math.abs(b[right[i]]),
                  ma[left[i]],
                  mb[right[i]],
                  Math.abs(y[i]));
    }
    return Tensor.of(sizes, shape);
  }

  private static double arithmetic(
      Arithmetic arithmetic, double a, double b, double ma, double mb, double y) {
    return switch (arithmetic) {
      case Add(), Sub() -> ma + mb;
      case Mul() -> ma * b + a * mb - a * b;
      case Div() -> ma / b + a / b * (mb / b) - a / b;
      case Minimum(), Maximum() -> Math.max(ma, mb);
      case Pow() -> {
        double byBase = b == 0 || ma == 0 ? 0 : b * ma * (a > 0 ? y / a : Math.pow(0, b - 1));
        double byExponent = y == 0 || mb == 0 ? 0 : y * Math.abs(Math.log(a)) * mb;
        yield y + byBase + byExponent;
      }
    };
  }

  /** {@code m(x) / dᵝ + |y| β / d · 2 α / size Σ |x| m(x)} with the divisor's base {@code d}. */
  static Tensor localResponse(LocalResponseNorm norm, Sized x, Tensor result) {
    float[] input = x.value().floats();
    float[] m = x.magnitude().floats();
    float[] y = result.floats();
    int channels = result.size(1);
    int plane = y.length / result.size(0) / channels;
    double share = norm.alpha() / (double) norm.size();
    float[] sizes = new float[y.length];
    for (int i = 0; i < sizes.length; i++) {
      int c = i / plane % channels;
      int first = Math.max(0, c - (norm.size() - 1) / 2);
      int last = Math.min(channels - 1, c + norm.size() / 2);
      double base = norm.bias();
      double uncertain = 0;
      for (int j = first; j <= last; j++) {
        int at = i + (j - c) * plane;
        base += share * input[at] * input[at];
        uncertain += 2 * share * Math.abs(input[at]) * m[at];
      }
      sizes[i] =
          (float)
              (m[i] / Math.pow(base, norm.beta())
                  + Math.abs(y[i]) * norm.beta() / base * uncertain);
    }
    return Tensor.of(sizes, result.shape());
  }
}

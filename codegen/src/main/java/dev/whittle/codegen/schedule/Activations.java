package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.negate;
import static dev.whittle.codegen.kernel.Expressions.select;
import static dev.whittle.codegen.kernel.Expressions.subtract;
import static dev.whittle.codegen.kernel.Expressions.unary;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.UnaryOperator;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Gelu;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Silu;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Tanh;
import dev.whittle.runtime.ElementType;
import java.util.Locale;

/** Activations in kernel IR. NaN stays NaN. */
final class Activations {
  private Activations() {}

  /** How many operations it is in kernel IR, roughly. */
  static int operations(Activation activation) {
    return switch (activation) {
      case Abs a -> 1;
      case Neg n -> 1;
      case Sqrt s -> 1;
      case Round r -> 5;
      case Floor f -> 8;
      case Relu r -> 2;
      case LeakyRelu l -> 3;
      case Clip c -> 4;
      case HardSigmoid h -> 6;
      case HardSwish h -> 7;
      case Sigmoid s -> 20;
      case Tanh t -> 30;
      case Silu s -> 18;
      case Exp e -> 24;
      case Log l -> 36;
      case Elu e -> 26;
      case Erf e -> 42;
      case Softplus s -> 60;
      case Gelu(var approximation) ->
          switch (approximation) {
            case NONE -> 46;
            case TANH -> 36;
          };
    };
  }

  /** A part of a kernel's name: the activation and its attributes. */
  static String name(Activation activation) {
    return switch (activation) {
      case Sigmoid s -> "sigmoid";
      case Tanh t -> "tanh";
      case Silu s -> "silu";
      case Relu r -> "relu";
      case Clip(float min, float max) -> "clip" + number(min) + "to" + number(max);
      case LeakyRelu(float alpha) -> "leaky" + number(alpha);
      case Abs a -> "abs";
      case Neg n -> "neg";
      case Exp e -> "exp";
      case Log l -> "log";
      case Sqrt s -> "sqrt";
      case Erf e -> "erf";
      case Round r -> "round";
      case Floor f -> "floor";
      case Softplus s -> "softplus";
      case Gelu(var approximation) ->
          switch (approximation) {
            case NONE -> "gelu";
            case TANH -> "gelutanh";
          };
      case Elu(float alpha) -> "elu" + number(alpha);
      case HardSwish h -> "hardswish";
      case HardSigmoid(float alpha, float beta) ->
          "hardsigmoid" + number(alpha) + "and" + number(beta);
    };
  }

  /** {@code activation(x)}; {@code x} is a local because it is read more than once. */
  static Expression apply(
      KernelBuilder kernel, Lanes lanes, Activation activation, Expression.Local x) {
    return switch (activation) {
      case Relu r -> atLeast(x, lanes.splat(0f));
      case Clip(float min, float max) ->
          atMost(kernel.let("clipped", atLeast(x, lanes.splat(min))), lanes.splat(max));
      case LeakyRelu(float alpha) ->
          select(compare(Comparison.LESS, x, lanes.splat(0f)), multiply(x, lanes.splat(alpha)), x);
      case HardSigmoid(float alpha, float beta) -> ramp(kernel, lanes, x, alpha, beta);
      case HardSwish h -> multiply(x, ramp(kernel, lanes, x, 1f / 6f, 0.5f));
      case Sigmoid s -> Transcendentals.sigmoid(kernel, lanes, x);
      case Tanh t -> Transcendentals.tanh(kernel, lanes, x);
      case Silu s -> Transcendentals.silu(kernel, lanes, x);
      case Abs a -> unary(UnaryOperator.ABSOLUTE, x);
      case Neg n -> negate(x);
      case Exp e -> Transcendentals.exp(kernel, lanes, x);
      case Log l -> Transcendentals.log(kernel, lanes, x);
      case Sqrt s -> unary(UnaryOperator.SQUARE_ROOT, x);
      case Erf e -> Transcendentals.erf(kernel, lanes, x);
      case Round r -> Transcendentals.round(lanes, x);
      case Floor f -> floor(kernel, lanes, x);
      case Elu(float alpha) ->
          select(
              compare(Comparison.LESS, x, lanes.splat(0f)),
              multiply(Transcendentals.expMinusOne(kernel, lanes, x), lanes.splat(alpha)),
              x);
      case Softplus s -> Transcendentals.softplus(kernel, lanes, x);
      case Gelu(var approximation) ->
          switch (approximation) {
            case NONE -> Transcendentals.gelu(kernel, lanes, x);
            case TANH -> Transcendentals.geluTanh(kernel, lanes, x);
          };
    };
  }

  private static Expression floor(KernelBuilder kernel, Lanes lanes, Expression.Local x) {
    Expression.Local near = kernel.let("near", Transcendentals.round(lanes, x));
    return select(compare(Comparison.GREATER, near, x), subtract(near, lanes.splat(1f)), near);
  }

  /** {@code x} as a number of {@code type}, integers or booleans. */
  static Expression cast(KernelBuilder kernel, Lanes lanes, ElementType type, Expression.Local x) {
    Expression zero = lanes.splat(0f);
    if (type == ElementType.BOOL) {
      return select(compare(Comparison.EQUAL, x, zero), zero, lanes.splat(1f));
    }
    Expression.Local size = kernel.let("size", unary(UnaryOperator.ABSOLUTE, x));
    Expression.Local whole = kernel.let("whole", floor(kernel, lanes, size));
    Expression.Local signed =
        kernel.let(
            "signed", select(compare(Comparison.LESS, x, zero), subtract(zero, whole), whole));
    Expression.Local clipped = kernel.let("clipped", atLeast(signed, lanes.splat(least(type))));
    Expression.Local held = kernel.let("held", atMost(clipped, lanes.splat(most(type))));
    return select(compare(Comparison.EQUAL, x, x), held, zero);
  }

  private static float least(ElementType type) {
    return switch (type) {
      case I8 -> Byte.MIN_VALUE;
      case I32 -> -0x1p31f;
      case I64 -> -0x1p63f;
      case U8, BOOL -> 0;
      case F32, F16, BF16 -> throw new IllegalArgumentException(type.text());
    };
  }

  /** The largest number of a type, or the next one that f32 holds. */
  private static float most(ElementType type) {
    return switch (type) {
      case I8 -> Byte.MAX_VALUE;
      case U8 -> 255;
      case I32 -> 0x1p31f;
      case I64 -> 0x1p63f;
      case BOOL -> 1;
      case F32, F16, BF16 -> throw new IllegalArgumentException(type.text());
    };
  }

  private static Expression ramp(
      KernelBuilder kernel, Lanes lanes, Expression x, float alpha, float beta) {
    Expression.Local line =
        kernel.let("line", multiplyAdd(x, lanes.splat(alpha), lanes.splat(beta)));
    return atMost(kernel.let("floored", atLeast(line, lanes.splat(0f))), lanes.splat(1f));
  }

  private static Expression atLeast(Expression x, Expression bound) {
    return select(compare(Comparison.LESS, x, bound), bound, x);
  }

  private static Expression atMost(Expression x, Expression bound) {
    return select(compare(Comparison.GREATER, x, bound), bound, x);
  }

  private static String number(float value) {
    return Float.toString(value).toLowerCase(Locale.ROOT).replace('-', 'm').replace('.', 'p');
  }
}

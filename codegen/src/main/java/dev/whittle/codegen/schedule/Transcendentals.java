package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.binary;
import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.divide;
import static dev.whittle.codegen.kernel.Expressions.maximum;
import static dev.whittle.codegen.kernel.Expressions.minimum;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.negate;
import static dev.whittle.codegen.kernel.Expressions.select;
import static dev.whittle.codegen.kernel.Expressions.subtract;
import static dev.whittle.codegen.kernel.Expressions.unary;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.UnaryOperator;

/**
 * Elementary functions as polynomials, the same at every width: within about two units in the last
 * place, NaN to NaN, exact limits at the infinities. The polynomials are those of the Cephes
 * library's {@code expf}, {@code tanhf} and {@code logf}.
 */
final class Transcendentals {
  private static final float LOG2_E = 1.44269504f;
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;
  private static final float ROUND = 12582912f;

  /** Its exponential is normal. */
  private static final float SMALLEST = -87f;

  /** The exponent of its exponential is that of infinity. */
  private static final float INFINITE = 89f;

  private Transcendentals() {}

  /** {@code e^x}; 0 below -104, infinite above 88.73. */
  static Local exp(KernelBuilder kernel, Lanes lanes, Expression x) {
    Local bounded =
        kernel.let("bounded", minimum(maximum(x, lanes.splat(-104f)), lanes.splat(89f)));
    Parts parts = parts(kernel, lanes, bounded);
    Local half =
        kernel.let("half", binary(BinaryOperator.SHIFT_RIGHT, parts.exponent(), constant(1)));
    return kernel.let(
        "exp",
        multiply(
            multiply(parts.mantissa(), powerOfTwo(lanes, half)),
            powerOfTwo(lanes, subtract(parts.exponent(), half))));
  }

  /** {@code mantissa * 2^exponent}. */
  private record Parts(Local mantissa, Local exponent) {}

  /** {@code e^x}; adding {@link #ROUND} leaves the exponent in the low bits of the sum. */
  private static Parts parts(KernelBuilder kernel, Lanes lanes, Local x) {
    Local shifted = kernel.let("shifted", multiplyAdd(x, lanes.splat(LOG2_E), lanes.splat(ROUND)));
    Local power = kernel.let("power", subtract(shifted, lanes.splat(ROUND)));
    Local coarse = kernel.let("coarse", multiplyAdd(power, lanes.splat(-LN2_HIGH), x));
    Local rest = kernel.let("rest", multiplyAdd(power, lanes.splat(-LN2_LOW), coarse));
    Local series =
        polynomial(
            kernel,
            lanes,
            rest,
            1.9875691500e-4f,
            1.3981999507e-3f,
            8.3334519073e-3f,
            4.1665795894e-2f,
            1.6666665459e-1f,
            5.0000001201e-1f);
    Local square = kernel.let("square", multiply(rest, rest));
    Local mantissa =
        kernel.let("mantissa", add(multiplyAdd(series, square, rest), lanes.splat(1f)));
    Expression bits = unary(UnaryOperator.FLOAT_TO_BITS, shifted);
    Expression exponent = subtractInts(bits, lanes.splat(Float.floatToRawIntBits(ROUND)));
    return new Parts(mantissa, kernel.let("exponent", exponent));
  }

  /** {@code 1 / (1 + e^-x)}; 0 from {@code x < -88.4} on, where the divisor is infinite. */
  static Expression sigmoid(KernelBuilder kernel, Lanes lanes, Expression x) {
    return divide(lanes.splat(1f), growth(kernel, lanes, x));
  }

  /** {@code x / (1 + e^-x)}; 0 where the divisor has no finite value. */
  static Expression silu(KernelBuilder kernel, Lanes lanes, Local x) {
    return divide(x, growth(kernel, lanes, x));
  }

  /** {@code 1 + e^-x}; infinite from {@code x < -88.4} on, where the exponent does not fit. */
  private static Expression growth(KernelBuilder kernel, Lanes lanes, Expression x) {
    Local negative = kernel.let("negative", negate(x));
    Local low =
        kernel.let(
            "low",
            select(
                compare(Comparison.LESS, negative, lanes.splat(SMALLEST)),
                lanes.splat(SMALLEST),
                negative));
    Local bounded =
        kernel.let(
            "bounded",
            select(
                compare(Comparison.GREATER, low, lanes.splat(INFINITE)),
                lanes.splat(INFINITE),
                low));
    Parts parts = parts(kernel, lanes, bounded);
    return add(multiply(parts.mantissa(), powerOfTwo(lanes, parts.exponent())), lanes.splat(1f));
  }

  /** Hyperbolic tangent. */
  static Expression tanh(KernelBuilder kernel, Lanes lanes, Expression x) {
    Local size = kernel.let("size", unary(UnaryOperator.ABSOLUTE, x));
    Local grown = exp(kernel, lanes, add(size, size));
    Local large =
        kernel.let(
            "large",
            subtract(lanes.splat(1f), divide(lanes.splat(2f), add(grown, lanes.splat(1f)))));
    Local signed =
        kernel.let(
            "signed", select(compare(Comparison.LESS, x, lanes.splat(0f)), negate(large), large));
    Local square = kernel.let("square", multiply(x, x));
    Local series =
        polynomial(
            kernel,
            lanes,
            square,
            -5.70498872745e-3f,
            2.06390887954e-2f,
            -5.37397155531e-2f,
            1.33314422036e-1f,
            -3.33332819422e-1f);
    Local small = kernel.let("small", multiplyAdd(multiply(series, square), x, x));
    return select(compare(Comparison.LESS, size, lanes.splat(0.625f)), small, signed);
  }

  /** Natural logarithm of positive normal numbers; NaN below 0, -∞ at 0. */
  static Expression log(KernelBuilder kernel, Lanes lanes, Expression x) {
    Local bits = kernel.let("bits", unary(UnaryOperator.FLOAT_TO_BITS, x));
    Local shifted = kernel.let("shifted", subtractInts(bits, lanes.splat(0x3f3504f3)));
    Local exponent =
        kernel.let(
            "exponent",
            unary(
                UnaryOperator.TO_FLOAT, binary(BinaryOperator.SHIFT_RIGHT, shifted, constant(23))));
    Local mantissa =
        kernel.let(
            "mantissa",
            subtract(
                unary(
                    UnaryOperator.BITS_TO_FLOAT,
                    binary(
                        BinaryOperator.ADD,
                        binary(BinaryOperator.AND, shifted, lanes.splat(0x007fffff)),
                        lanes.splat(0x3f3504f3))),
                lanes.splat(1f)));
    Local square = kernel.let("square", multiply(mantissa, mantissa));
    Local series =
        polynomial(
            kernel,
            lanes,
            mantissa,
            7.0376836292e-2f,
            -1.1514610310e-1f,
            1.1676998740e-1f,
            -1.2420140846e-1f,
            1.4249322787e-1f,
            -1.6668057665e-1f,
            2.0000714765e-1f,
            -2.4999993993e-1f,
            3.3333331174e-1f);
    Local tail =
        kernel.let(
            "tail",
            multiplyAdd(
                square,
                lanes.splat(-0.5f),
                multiplyAdd(
                    exponent, lanes.splat(LN2_LOW), multiply(multiply(series, mantissa), square))));
    Local value =
        kernel.let("value", multiplyAdd(exponent, lanes.splat(LN2_HIGH), add(mantissa, tail)));
    Expression limited =
        select(
            compare(Comparison.EQUAL, x, lanes.splat(Float.POSITIVE_INFINITY)),
            lanes.splat(Float.POSITIVE_INFINITY),
            value);
    Expression atZero =
        select(
            compare(Comparison.EQUAL, x, lanes.splat(0f)),
            lanes.splat(Float.NEGATIVE_INFINITY),
            limited);
    return select(
        compare(Comparison.GREATER_OR_EQUAL, x, lanes.splat(0f)), atZero, lanes.splat(Float.NaN));
  }

  private static Expression subtractInts(Expression left, Expression right) {
    return binary(BinaryOperator.SUBTRACT, left, right);
  }

  private static Expression powerOfTwo(Lanes lanes, Expression exponent) {
    return unary(
        UnaryOperator.BITS_TO_FLOAT,
        binary(
            BinaryOperator.SHIFT_LEFT,
            binary(BinaryOperator.ADD, exponent, lanes.splat(127)),
            constant(23)));
  }

  private static Local polynomial(
      KernelBuilder kernel, Lanes lanes, Expression x, float... highestFirst) {
    Local sum =
        kernel.let(
            "series", multiplyAdd(x, lanes.splat(highestFirst[0]), lanes.splat(highestFirst[1])));
    for (int i = 2; i < highestFirst.length; i++) {
      kernel.assign(sum, multiplyAdd(sum, x, lanes.splat(highestFirst[i])));
    }
    return sum;
  }
}

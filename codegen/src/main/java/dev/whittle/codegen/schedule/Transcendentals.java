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

  private static final float ROOT_OF_TWO = 1.41421356f;

  /** Numbers of this size and more are whole. */
  private static final float WHOLE = 4194304f;

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
            multiply(parts.mantissa(lanes), powerOfTwo(lanes, half)),
            powerOfTwo(lanes, subtract(parts.exponent(), half))));
  }

  /**
   * {@code x} as {@code exponent · ln 2 + rest}; the low bits of {@code shifted} are the exponent.
   */
  private record Reduced(Local shifted, Local rest) {
    static Reduced of(KernelBuilder kernel, Lanes lanes, Local x) {
      Local shifted =
          kernel.let("shifted", multiplyAdd(x, lanes.splat(LOG2_E), lanes.splat(ROUND)));
      Local power = kernel.let("power", subtract(shifted, lanes.splat(ROUND)));
      Local coarse = kernel.let("coarse", multiplyAdd(power, lanes.splat(-LN2_HIGH), x));
      return new Reduced(
          shifted, kernel.let("rest", multiplyAdd(power, lanes.splat(-LN2_LOW), coarse)));
    }
  }

  /** {@code (1 + fraction) * 2^exponent}. */
  private record Parts(Local fraction, Local exponent) {
    Expression mantissa(Lanes lanes) {
      return add(fraction, lanes.splat(1f));
    }
  }

  /** {@code e^x}. */
  private static Parts parts(KernelBuilder kernel, Lanes lanes, Local x) {
    Reduced reduced = Reduced.of(kernel, lanes, x);
    Local rest = reduced.rest();
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
    Local fraction = kernel.let("fraction", multiplyAdd(series, square, rest));
    Expression bits = unary(UnaryOperator.FLOAT_TO_BITS, reduced.shifted());
    Expression exponent = subtractInts(bits, lanes.splat(Float.floatToRawIntBits(ROUND)));
    return new Parts(fraction, kernel.let("exponent", exponent));
  }

  /** {@code 1 / (1 + e^-x)}; 0 from {@code x < -88.4} on, where the divisor is infinite. */
  static Expression sigmoid(KernelBuilder kernel, Lanes lanes, Expression x) {
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
    return divide(lanes.splat(1f), growth(kernel, lanes, bounded));
  }

  /**
   * {@code x / (1 + e^-x)}; 0 where the divisor has no finite value. The divisor of NaN is a
   * number, the quotient is not.
   */
  static Expression silu(KernelBuilder kernel, Lanes lanes, Local x) {
    Local low = kernel.let("low", negate(atMost(lanes, x, -SMALLEST)));
    Local bounded = kernel.let("bounded", atMost(lanes, low, INFINITE));
    return divide(x, growth(kernel, lanes, bounded));
  }

  /** Takes a positive {@code bound} for what is larger, and for NaN without a sign: as integers. */
  private static Expression atMost(Lanes lanes, Local x, float bound) {
    return unary(
        UnaryOperator.BITS_TO_FLOAT,
        minimum(
            unary(UnaryOperator.FLOAT_TO_BITS, x), lanes.splat(Float.floatToRawIntBits(bound))));
  }

  /**
   * {@code 1 + e^x} for {@code x} from -87 to 89; infinite from 88.4 on, where the exponent does
   * not fit. The polynomial is a minimax fit, off by at most 5e-9 of the exponential.
   */
  private static Expression growth(KernelBuilder kernel, Lanes lanes, Local x) {
    Reduced reduced = Reduced.of(kernel, lanes, x);
    Local mantissa =
        polynomial(
            kernel,
            lanes,
            reduced.rest(),
            1.3814467238e-3f,
            8.3687808365e-3f,
            4.1668392718e-2f,
            1.6666519642e-1f,
            4.9999994040e-1f,
            1f,
            1f);
    Expression scale = powerOfTwo(lanes, unary(UnaryOperator.FLOAT_TO_BITS, reduced.shifted()));
    return multiplyAdd(mantissa, scale, lanes.splat(1f));
  }

  /** {@code e^x − 1} for {@code x ≤ 0}, 0 for larger ones. */
  static Expression expMinusOne(KernelBuilder kernel, Lanes lanes, Expression x) {
    Local bounded =
        kernel.let("bounded", minimum(maximum(x, lanes.splat(SMALLEST)), lanes.splat(0f)));
    Parts parts = parts(kernel, lanes, bounded);
    Local scale = kernel.let("scale", powerOfTwo(lanes, parts.exponent()));
    return multiplyAdd(parts.fraction(), scale, subtract(scale, lanes.splat(1f)));
  }

  /** {@code ln(1 + e^x)} as {@code max(x, 0) + ln(1 + e^−|x|)}. */
  static Expression softplus(KernelBuilder kernel, Lanes lanes, Local x) {
    Local decay = kernel.let("decay", exp(kernel, lanes, negate(unary(UnaryOperator.ABSOLUTE, x))));
    Local isLarge =
        kernel.let("isLarge", compare(Comparison.GREATER, decay, lanes.splat(ROOT_OF_TWO - 1)));
    Local halved =
        kernel.let("halved", multiply(subtract(decay, lanes.splat(1f)), lanes.splat(0.5f)));
    Local exponent = kernel.let("exponent", select(isLarge, lanes.splat(1f), lanes.splat(0f)));
    Local fraction = kernel.let("fraction", select(isLarge, halved, decay));
    return add(maximum(x, lanes.splat(0f)), logarithm(kernel, lanes, fraction, exponent));
  }

  /** The nearest whole number, the even one of two. */
  static Expression round(Lanes lanes, Local x) {
    Expression rounded = subtract(add(x, lanes.splat(ROUND)), lanes.splat(ROUND));
    return select(
        compare(Comparison.LESS, unary(UnaryOperator.ABSOLUTE, x), lanes.splat(WHOLE)), rounded, x);
  }

  /** {@code x (1 + erf(x / √2)) / 2}. */
  static Expression gelu(KernelBuilder kernel, Lanes lanes, Local x) {
    Local scaled = kernel.let("scaled", multiply(x, lanes.splat((float) Math.sqrt(0.5))));
    Local share = kernel.let("share", add(erf(kernel, lanes, scaled), lanes.splat(1f)));
    return multiply(multiply(x, lanes.splat(0.5f)), share);
  }

  /** {@code x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2}. */
  static Expression geluTanh(KernelBuilder kernel, Lanes lanes, Local x) {
    Local square = kernel.let("square", multiply(x, x));
    Local bent = kernel.let("bent", multiplyAdd(square, lanes.splat(0.044715f), lanes.splat(1f)));
    Local scaled =
        kernel.let(
            "scaled", multiply(multiply(x, lanes.splat((float) Math.sqrt(2 / Math.PI))), bent));
    Local share = kernel.let("share", add(tanh(kernel, lanes, scaled), lanes.splat(1f)));
    return multiply(multiply(x, lanes.splat(0.5f)), share);
  }

  /**
   * The Gauss error function: {@code x} times a polynomial in {@code x²} below 0.9, {@code 1 −
   * e^−p(|x|)} above; both polynomials are minimax fits.
   */
  static Expression erf(KernelBuilder kernel, Lanes lanes, Local x) {
    Local square = kernel.let("square", multiply(x, x));
    Local inner =
        polynomial(
            kernel,
            lanes,
            square,
            -6.07128138653934e-4f,
            5.008884239941835e-3f,
            -2.6777300983667374e-2f,
            1.1282111704349518e-1f,
            -3.761252164840698e-1f,
            1.2837915122509003e-1f);
    Local small = kernel.let("small", multiplyAdd(inner, x, x));
    Local size = kernel.let("size", unary(UnaryOperator.ABSOLUTE, x));
    Local bounded = kernel.let("limited", minimum(size, lanes.splat(4f)));
    Local outer =
        polynomial(
            kernel,
            lanes,
            bounded,
            1.3606672837340739e-5f,
            -3.4288852475583553e-4f,
            3.710523247718811e-3f,
            -2.388010546565056e-2f,
            1.063469722867012e-1f,
            6.350992321968079e-1f,
            1.2865814566612244e-1f);
    Local decay = exp(kernel, lanes, negate(multiplyAdd(outer, bounded, bounded)));
    Local large = kernel.let("large", subtract(lanes.splat(1f), decay));
    Local signed =
        kernel.let(
            "signed", select(compare(Comparison.LESS, x, lanes.splat(0f)), negate(large), large));
    return select(compare(Comparison.LESS, size, lanes.splat(0.9f)), small, signed);
  }

  /**
   * {@code base^exponent} as {@code e^(exponent · ln |base|)}; the special cases are those of IEEE
   * 754. The relative error grows with {@code |exponent · ln |base||}, by about 1e-7 for each unit.
   */
  static Expression pow(KernelBuilder kernel, Lanes lanes, Local base, Local exponent) {
    Local size = kernel.let("size", unary(UnaryOperator.ABSOLUTE, base));
    Local logarithm = kernel.let("logarithm", log(kernel, lanes, size));
    Local grown = exp(kernel, lanes, multiply(exponent, logarithm));
    Local power =
        kernel.let(
            "power",
            select(compare(Comparison.EQUAL, size, lanes.splat(1f)), lanes.splat(1f), grown));
    Local half = kernel.let("half", multiply(exponent, lanes.splat(0.5f)));
    Local reach = kernel.let("reach", unary(UnaryOperator.ABSOLUTE, exponent));
    Expression isWhole =
        binary(
            BinaryOperator.OR,
            compare(Comparison.GREATER_OR_EQUAL, reach, lanes.splat(0x1p24f)),
            compare(Comparison.EQUAL, truncated(exponent), exponent));
    Expression isOdd =
        binary(
            BinaryOperator.AND,
            compare(Comparison.LESS, reach, lanes.splat(0x1p24f)),
            compare(Comparison.NOT_EQUAL, truncated(half), half));
    Expression isNegative =
        binary(
            BinaryOperator.OR,
            compare(Comparison.LESS, base, lanes.splat(0f)),
            compare(Comparison.LESS, divide(lanes.splat(1f), base), lanes.splat(0f)));
    Expression turned = select(binary(BinaryOperator.AND, isNegative, isOdd), negate(power), power);
    Expression hasRoots =
        binary(
            BinaryOperator.OR,
            compare(Comparison.GREATER_OR_EQUAL, base, lanes.splat(0f)),
            compare(Comparison.EQUAL, base, lanes.splat(Float.NEGATIVE_INFINITY)));
    Expression value = select(isWhole, turned, select(hasRoots, power, lanes.splat(Float.NaN)));
    return select(compare(Comparison.EQUAL, exponent, lanes.splat(0f)), lanes.splat(1f), value);
  }

  private static Expression truncated(Expression x) {
    return unary(UnaryOperator.TO_FLOAT, unary(UnaryOperator.TO_INT, x));
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

  /** Natural logarithm; NaN below 0, -∞ at 0. */
  static Expression log(KernelBuilder kernel, Lanes lanes, Local x) {
    Local isTiny = kernel.let("isTiny", compare(Comparison.LESS, x, lanes.splat(Float.MIN_NORMAL)));
    Local normal = kernel.let("normal", select(isTiny, multiply(x, lanes.splat(0x1p24f)), x));
    Local bits = kernel.let("bits", unary(UnaryOperator.FLOAT_TO_BITS, normal));
    Local shifted = kernel.let("shifted", subtractInts(bits, lanes.splat(0x3f3504f3)));
    Expression power =
        unary(UnaryOperator.TO_FLOAT, binary(BinaryOperator.SHIFT_RIGHT, shifted, constant(23)));
    Local exponent =
        kernel.let("exponent", subtract(power, select(isTiny, lanes.splat(24f), lanes.splat(0f))));
    Local fraction =
        kernel.let(
            "fraction",
            subtract(
                unary(
                    UnaryOperator.BITS_TO_FLOAT,
                    binary(
                        BinaryOperator.ADD,
                        binary(BinaryOperator.AND, shifted, lanes.splat(0x007fffff)),
                        lanes.splat(0x3f3504f3))),
                lanes.splat(1f)));
    Local value = kernel.let("value", logarithm(kernel, lanes, fraction, exponent));
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

  /**
   * {@code exponent · ln 2 + ln(1 + fraction)} for a fraction between {@code √½ − 1} and {@code √2
   * − 1}.
   */
  private static Expression logarithm(
      KernelBuilder kernel, Lanes lanes, Local fraction, Local exponent) {
    Local square = kernel.let("square", multiply(fraction, fraction));
    Local series =
        polynomial(
            kernel,
            lanes,
            fraction,
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
                    exponent, lanes.splat(LN2_LOW), multiply(multiply(series, fraction), square))));
    return multiplyAdd(exponent, lanes.splat(LN2_HIGH), add(fraction, tail));
  }

  private static Expression subtractInts(Expression left, Expression right) {
    return binary(BinaryOperator.SUBTRACT, left, right);
  }

  /** Only the low 9 bits of {@code exponent} count. */
  private static Expression powerOfTwo(Lanes lanes, Expression exponent) {
    return unary(
        UnaryOperator.BITS_TO_FLOAT,
        binary(
            BinaryOperator.ADD,
            binary(BinaryOperator.SHIFT_LEFT, exponent, constant(23)),
            lanes.splat(Float.floatToRawIntBits(1f))));
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

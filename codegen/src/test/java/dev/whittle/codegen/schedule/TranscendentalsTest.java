package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.interpret.Interpreter;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranscendentalsTest {
  @FunctionalInterface
  private interface Function {
    Expression apply(KernelBuilder kernel, Lanes lanes, Local x);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void exponential(int lanes) {
    check(lanes, Transcendentals::exp, Math::exp, -87f, 88.7f, 2.5);
    limits(lanes, Transcendentals::exp, Math::exp, 0f, -0f, 89f, 1e30f, -1e30f, 88.73f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void logarithm(int lanes) {
    check(lanes, Transcendentals::log, Math::log, 1e-30f, 1e30f, 2.5);
    check(lanes, Transcendentals::log, Math::log, 0.5f, 2f, 2.5);
    check(lanes, Transcendentals::log, Math::log, 1e-44f, 1e-38f, 2.5);
    limits(lanes, Transcendentals::log, Math::log, 1f, 0f, -1f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void sigmoid(int lanes) {
    DoubleUnaryOperator exact = x -> 1 / (1 + Math.exp(-x));
    check(lanes, Transcendentals::sigmoid, exact, -80f, 80f, 3.5);
    check(lanes, Transcendentals::sigmoid, exact, -1f, 1f, 2.5);
    limits(lanes, Transcendentals::sigmoid, exact, 0f, 1e30f, -1e30f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void silu(int lanes) {
    DoubleUnaryOperator exact = x -> x / (1 + Math.exp(-x));
    check(lanes, Transcendentals::silu, exact, -80f, 80f, 3.5);
    check(lanes, Transcendentals::silu, exact, -1f, 1f, 2.5);
    limits(lanes, Transcendentals::silu, exact, 0f, -0f, 1e30f, -1e30f, 86.9f, 87.1f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void hyperbolicTangent(int lanes) {
    check(lanes, Transcendentals::tanh, Math::tanh, -10f, 10f, 2.5);
    check(lanes, Transcendentals::tanh, Math::tanh, -0.7f, 0.7f, 2.5);
    limits(lanes, Transcendentals::tanh, Math::tanh, 0f, 1e30f, -1e30f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void errorFunction(int lanes) {
    DoubleUnaryOperator exact = x -> evaluate(new Erf(), x);
    check(lanes, Transcendentals::erf, exact, -1f, 1f, 1.5);
    check(lanes, Transcendentals::erf, exact, 0.8f, 5f, 1.5);
    limits(lanes, Transcendentals::erf, exact, 0f, 1e-20f, 1e30f, -1e30f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void exponentialMinusOne(int lanes) {
    DoubleUnaryOperator exact = x -> Math.expm1(Math.min(x, 0));
    check(lanes, Transcendentals::expMinusOne, exact, -20f, 0f, 2.5);
    check(lanes, Transcendentals::expMinusOne, exact, -0.01f, 0f, 2.5);
    limits(lanes, Transcendentals::expMinusOne, exact, 0f, -1e-20f, -1e30f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void softplus(int lanes) {
    DoubleUnaryOperator exact = x -> evaluate(new Softplus(), x);
    check(lanes, Transcendentals::softplus, exact, -80f, 0f, 3.5);
    check(lanes, Transcendentals::softplus, exact, -1f, 80f, 3.5);
    limits(lanes, Transcendentals::softplus, exact, 0f, 1e30f, -1e30f);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void rounding(int lanes) {
    Function round = (kernel, width, x) -> Transcendentals.round(width, x);
    check(lanes, round, Math::rint, -100f, 100f, 0);
    limits(lanes, round, Math::rint, 0.5f, 1.5f, 2.5f, -1.5f, 4194303.5f, 4194305f, 1e30f);
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "4, 3", "4, -2", "1, 0.5", "4, 0.5", "1, 0", "4, -7", "4, -1.5"})
  void power(int lanes, float exponent) {
    Function power =
        (kernel, width, x) ->
            Transcendentals.pow(kernel, width, x, kernel.let("e", width.splat(exponent)));
    DoubleUnaryOperator exact = x -> evaluate(new Pow(), x, exponent);
    check(lanes, power, exact, 0.5f, 2f, 8);
    limits(lanes, power, exact, 0f, -0f, 1f, -1f, -0.5f);
  }

  @Test
  void powersToInfinity() {
    for (float exponent :
        new float[] {Float.POSITIVE_INFINITY, Float.NaN, Float.NEGATIVE_INFINITY}) {
      Function power =
          (kernel, width, x) ->
              Transcendentals.pow(kernel, width, x, kernel.let("e", width.splat(exponent)));
      limits(4, power, x -> evaluate(new Pow(), x, exponent), 0f, 1f, -1f, 0.5f, -0.5f, 2f, -2f);
    }
  }

  private static double evaluate(Arithmetic op, double left, float right) {
    return ReferenceEvaluator.apply(
            op, List.of(Tensor.of(new float[] {(float) left}), Tensor.of(new float[] {right})))
        .getFirst()
        .get(0);
  }

  private static double evaluate(Activation activation, double x) {
    Tensor input = Tensor.of(new float[] {(float) x});
    return ReferenceEvaluator.apply(activation, List.of(input)).getFirst().get(0);
  }

  private static void check(
      int lanes, Function function, DoubleUnaryOperator exact, float from, float to, double ulps) {
    RandomGenerator random = new java.util.SplittableRandom(7);
    double worst = 0;
    float at = 0;
    for (int i = 0; i < 4_000; i++) {
      float x = random.nextFloat(from, to);
      double expected = exact.applyAsDouble(x);
      double error =
          Math.abs(evaluate(lanes, function, x) - expected)
              / Math.max(Math.ulp((float) expected), Float.MIN_NORMAL * 0x1p-23f);
      if (!(error <= worst)) {
        worst = error;
        at = x;
      }
    }
    assertThat(worst).as("units in the last place, at %s", at).isLessThanOrEqualTo(ulps);
  }

  private static void limits(
      int lanes, Function function, DoubleUnaryOperator exact, float... arguments) {
    for (float x : arguments) {
      assertThat(evaluate(lanes, function, x))
          .as("at %s", x)
          .isEqualTo(Float.valueOf((float) exact.applyAsDouble(x)));
    }
    float negativeNan = Float.intBitsToFloat(0xffc00000);
    for (float x :
        new float[] {Float.NaN, negativeNan, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      assertThat(evaluate(lanes, function, x))
          .as("at %s", x)
          .isEqualTo(Float.valueOf((float) exact.applyAsDouble(x)));
    }
  }

  private static float evaluate(int count, Function function, float x) {
    Lanes lanes = Lanes.of(count);
    KernelBuilder kernel = new KernelBuilder("f");
    Local buffer = kernel.buffer("buffer");
    Local value = kernel.let("x", lanes.load(buffer, Expressions.constant(0)));
    kernel.store(buffer, Expressions.constant(0), function.apply(kernel, lanes, value));
    float[] data = new float[count];
    data[0] = x;
    new Interpreter(
            new KernelClass("F", "F", count, List.of(kernel.build()), List.of(), Optional.empty()))
        .call("f", (Object) data);
    return data[0];
  }
}

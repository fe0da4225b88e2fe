package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.interpret.Interpreter;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.schedule.FourierCode.Complex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The written-out transforms against the sums that define them. */
class FourierCodeTest {
  private static final int LANES = 4;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32})
  void real(int n) {
    double[] x = random(n);
    double[] result = run(x, (code, values) -> flat(code.real(values)));
    for (int k = 0; k <= n / 2; k++) {
      int at = k;
      assertClose(result[2 * k], sum(n, j -> x[j] * Math.cos(angle(j * at, n))), n);
      if (k > 0 && 2 * k < n) {
        assertClose(result[2 * k + 1], -sum(n, j -> x[j] * Math.sin(angle(j * at, n))), n);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32})
  void complex(int n) {
    double[] x = random(2 * n);
    double[] result = run(x, (code, values) -> flat(code.complex(pairs(values))));
    for (int k = 0; k < n; k++) {
      int at = k;
      double re =
          sum(
              n,
              j ->
                  x[2 * j] * Math.cos(angle(j * at, n))
                      + x[2 * j + 1] * Math.sin(angle(j * at, n)));
      double im =
          sum(
              n,
              j ->
                  x[2 * j + 1] * Math.cos(angle(j * at, n))
                      - x[2 * j] * Math.sin(angle(j * at, n)));
      assertClose(result[2 * k], re, n);
      assertClose(result[2 * k + 1], im, n);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 16, 32})
  void inverseOfReal(int n) {
    double[] x = random(n);
    double[] there = run(x, (code, values) -> code.inverseReal(code.real(values)));
    for (int i = 0; i < n; i++) {
      assertClose(there[i] / n, x[i], n);
    }
  }

  private static double angle(int turns, int n) {
    return 2 * Math.PI * turns / n;
  }

  private static double sum(int n, java.util.function.IntToDoubleFunction term) {
    return java.util.stream.IntStream.range(0, n).mapToDouble(term).sum();
  }

  private static void assertClose(double actual, double expected, int n) {
    assertThat(actual).isCloseTo(expected, org.assertj.core.data.Offset.offset(1e-6 * (n + 1)));
  }

  private static double[] random(int count) {
    SplittableRandom random = new SplittableRandom(count);
    return random.doubles(count, -1, 1).map(d -> (float) d).toArray();
  }

  private static List<Complex> pairs(List<Expression> values) {
    List<Complex> pairs = new ArrayList<>();
    for (int i = 0; i < values.size(); i += 2) {
      pairs.add(new Complex(values.get(i), values.get(i + 1)));
    }
    return pairs;
  }

  private static List<Expression> flat(List<Complex> values) {
    List<Expression> flat = new ArrayList<>();
    values.forEach(v -> {
      flat.add(v.re());
      flat.add(v.im());
    });
    return flat;
  }

  /** The results in the first lane, after checking that all lanes agree. */
  private static double[] run(
      double[] x, BiFunction<FourierCode, List<Expression>, List<Expression>> transform) {
    Lanes lanes = Lanes.of(LANES);
    KernelBuilder kernel = new KernelBuilder("transform");
    Local buffer = kernel.buffer("x");
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      values.add(kernel.let("x", lanes.load(buffer, Expressions.constant(i * LANES))));
    }
    List<Expression> results = transform.apply(new FourierCode(kernel, lanes), values);
    for (int i = 0; i < results.size(); i++) {
      kernel.store(buffer, Expressions.constant(i * LANES), results.get(i));
    }
    float[] memory = new float[Math.max(x.length, results.size()) * LANES];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = i / LANES < x.length ? (float) x[i / LANES] : 0f;
    }
    new Interpreter(
            new KernelClass(
                "Transform", "t.cnn", LANES, List.of(kernel.build()), List.of(), Optional.empty()))
        .call("transform", (Object) memory);
    double[] first = new double[results.size()];
    for (int i = 0; i < first.length; i++) {
      for (int lane = 1; lane < LANES; lane++) {
        assertThat(memory[i * LANES + lane]).isEqualTo(memory[i * LANES]);
      }
      first[i] = memory[i * LANES];
    }
    return first;
  }
}

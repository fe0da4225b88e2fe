package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;
import static dev.whittle.codegen.kernel.Expressions.negate;
import static dev.whittle.codegen.kernel.Expressions.subtract;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.KernelBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Discrete Fourier transforms of {@code n} values, a power of two, written out as straight-line
 * code: {@code X[k] = sum over j of x[j] exp(-2 pi i j k / n)}. Every lane is a transform of its
 * own.
 *
 * <p>Decimation in time by two. A rotated pair costs six multiply-adds: {@code e + w o} and {@code
 * e - w o} with {@code w = c - i s} are {@code e + c (o.re + s/c o.im)} and so on.
 */
final class FourierCode {
  private final KernelBuilder kernel;
  private final Lanes lanes;

  /** A complex number in every lane. */
  record Complex(Expression re, Expression im) {}

  FourierCode(KernelBuilder kernel, Lanes lanes) {
    this.kernel = kernel;
    this.lanes = lanes;
  }

  /** {@code X[0] … X[n / 2]} of real values; the first and the last are real as well. */
  List<Complex> real(List<Expression> x) {
    int n = x.size();
    if (n == 1) {
      return List.of(real(x.getFirst()));
    }
    List<Complex> even = real(everySecond(x, 0));
    List<Complex> odd = real(everySecond(x, 1));
    Complex[] result = new Complex[n / 2 + 1];
    joinReal(n, even::get, odd::get, (k, value) -> result[k] = value);
    return List.of(result);
  }

  /** Takes one of several values as soon as it is made, so that few are alive at a time. */
  @FunctionalInterface
  interface Sink {
    void put(int index, Complex value);
  }

  /** {@link #real} of {@code n} values from those of the even ones and of the odd ones. */
  void joinReal(int n, IntFunction<Complex> even, IntFunction<Complex> odd, Sink sink) {
    Complex evenSum = even.apply(0);
    Complex oddSum = odd.apply(0);
    sink.put(0, real(let(add(evenSum.re(), oddSum.re()))));
    sink.put(n / 2, real(let(subtract(evenSum.re(), oddSum.re()))));
    for (int k = 1; 4 * k < n; k++) {
      Pair pair = rotated(even.apply(k), odd.apply(k), k, n);
      sink.put(k, pair.sum());
      Complex mirrored = pair.difference();
      sink.put(n / 2 - k, new Complex(mirrored.re(), let(negate(mirrored.im()))));
    }
    if (n >= 4) {
      sink.put(n / 4, new Complex(even.apply(n / 4).re(), let(negate(odd.apply(n / 4).re()))));
    }
  }

  /** All {@code n} results of complex values. */
  List<Complex> complex(List<Complex> x) {
    int n = x.size();
    if (n == 1) {
      return x;
    }
    List<Complex> even = complex(everySecond(x, 0));
    List<Complex> odd = complex(everySecond(x, 1));
    Complex[] result = new Complex[n];
    join(n, 0, n / 2, even::get, odd::get, (k, value) -> result[k] = value);
    return List.of(result);
  }

  /**
   * {@link #complex} of {@code n} values from those of the even ones and of the odd ones: results
   * {@code [from, to)} and those {@code n / 2} further.
   */
  void join(
      int n, int from, int to, IntFunction<Complex> even, IntFunction<Complex> odd, Sink sink) {
    for (int k = from; k < to; k++) {
      Pair pair = rotated(even.apply(k), odd.apply(k), k, n);
      sink.put(k, pair.sum());
      sink.put(k + n / 2, pair.difference());
    }
  }

  /** {@code n} times the real values of which {@code x} is the transform's first half. */
  List<Expression> inverseReal(List<Complex> x) {
    int n = 2 * (x.size() - 1);
    if (n == 0) {
      return List.of(x.getFirst().re());
    }
    Complex[] even = new Complex[n / 4 + 1];
    Complex[] odd = new Complex[n / 4 + 1];
    splitReal(n, x::get, (k, value) -> even[k] = value, (k, value) -> odd[k] = value);
    List<Expression> evenValues = inverseReal(List.of(even));
    List<Expression> oddValues = inverseReal(List.of(odd));
    List<Expression> values = new ArrayList<>();
    for (int i = 0; i < n / 2; i++) {
      values.add(evenValues.get(i));
      values.add(oddValues.get(i));
    }
    return values;
  }

  /** Twice the transforms of the even and the odd ones of the {@code n} values whose is x. */
  void splitReal(int n, IntFunction<Complex> x, Sink even, Sink odd) {
    Complex first = x.apply(0);
    Complex last = x.apply(n / 2);
    even.put(0, real(let(add(first.re(), last.re()))));
    odd.put(0, real(let(subtract(first.re(), last.re()))));
    for (int k = 1; 4 * k < n; k++) {
      Complex low = x.apply(k);
      Complex high = x.apply(n / 2 - k);
      even.put(k, new Complex(let(add(low.re(), high.re())), let(subtract(low.im(), high.im()))));
      Complex difference =
          new Complex(let(subtract(low.re(), high.re())), let(add(low.im(), high.im())));
      odd.put(k, rotatedBack(difference, k, n));
    }
    if (n >= 4) {
      Complex middle = x.apply(n / 4);
      even.put(n / 4, real(let(add(middle.re(), middle.re()))));
      odd.put(n / 4, real(let(multiply(middle.im(), lanes.splat(-2f)))));
    }
  }

  private record Pair(Complex sum, Complex difference) {}

  /** {@code even + w odd} and {@code even - w odd} with {@code w = exp(-2 pi i k / n)}. */
  private Pair rotated(Complex even, Complex odd, int k, int n) {
    if (k == 0) {
      return pair(even, odd);
    }
    if (4 * k == n) {
      return new Pair(
          new Complex(let(add(even.re(), odd.im())), let(subtract(even.im(), odd.re()))),
          new Complex(let(subtract(even.re(), odd.im())), let(add(even.im(), odd.re()))));
    }
    double cosine = Math.cos(2 * Math.PI * k / n);
    double sine = Math.sin(2 * Math.PI * k / n);
    boolean isFlat = Math.abs(sine) <= Math.abs(cosine);
    double ratio = isFlat ? sine / cosine : cosine / sine;
    Expression re = isFlat ? fma(odd.im(), ratio, odd.re()) : fma(odd.re(), ratio, odd.im());
    Expression im =
        isFlat
            ? fma(odd.re(), -ratio, odd.im())
            : let(subtract(multiply(odd.im(), splat(ratio)), odd.re()));
    double scale = isFlat ? cosine : sine;
    return new Pair(
        new Complex(fma(re, scale, even.re()), fma(im, scale, even.im())),
        new Complex(fma(re, -scale, even.re()), fma(im, -scale, even.im())));
  }

  private Pair pair(Complex left, Complex right) {
    return new Pair(
        new Complex(let(add(left.re(), right.re())), let(add(left.im(), right.im()))),
        new Complex(let(subtract(left.re(), right.re())), let(subtract(left.im(), right.im()))));
  }

  /** {@code exp(2 pi i k / n) value}. */
  private Complex rotatedBack(Complex value, int k, int n) {
    double cosine = Math.cos(2 * Math.PI * k / n);
    double sine = Math.sin(2 * Math.PI * k / n);
    return new Complex(
        fma(value.im(), -sine, let(multiply(value.re(), splat(cosine)))),
        fma(value.re(), sine, let(multiply(value.im(), splat(cosine)))));
  }

  private Expression fma(Expression value, double factor, Expression addend) {
    return let(multiplyAdd(value, splat(factor), addend));
  }

  private Expression splat(double value) {
    return lanes.splat((float) value);
  }

  private Expression let(Expression value) {
    return kernel.let("f", value);
  }

  private Complex real(Expression value) {
    return new Complex(value, lanes.splat(0f));
  }

  private static <T> List<T> everySecond(List<T> values, int first) {
    List<T> picked = new ArrayList<>();
    for (int i = first; i < values.size(); i += 2) {
      picked.add(values.get(i));
    }
    return picked;
  }
}

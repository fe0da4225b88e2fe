package dev.whittle.codegen.schedule;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.multiply;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.schedule.FourierCode.Complex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * One-dimensional transforms from memory to memory, {@code step} floats from a value to the next.
 * The methods take {@code (x, xAt, xStep, s, sAt, y, yAt, yStep)}: values, working memory of {@link
 * #workVectors} vectors, results. Transforms longer than fit into one method that HotSpot's first
 * compiler takes are joined from halves in working memory.
 *
 * <p>A complex number is two neighbouring vectors. The transform of {@code n} real values is stored
 * as {@code n} vectors in a row: results 0 and {@code n / 2}, which are real, then the others as
 * complex numbers.
 */
record FourierPasses(KernelLibrary library, Lanes lanes) {
  private static final int LONGEST_REAL = 16;
  private static final int LONGEST_COMPLEX = 8;

  /** Vectors of working memory that transforms of {@code n} values need. */
  static int workVectors(int n) {
    return 4 * n;
  }

  /** {@code n} real values; the results lie in a row, so {@code yStep} does not count. */
  String real(int n) {
    return library.require(
        name("real_" + n),
        kernel -> {
          Memory memory = new Memory(kernel);
          if (n <= LONGEST_REAL) {
            List<Expression> values = new ArrayList<>();
            for (int i = 0; i < n; i++) {
              values.add(memory.load(memory.x, memory.x(i), 0));
            }
            List<Complex> result = memory.code.real(values);
            for (int k = 0; k <= n / 2; k++) {
              memory.storeHalf(memory.y, memory.yAt, n, k, result.get(k));
            }
          } else {
            for (int odd = 0; odd < 2; odd++) {
              memory.call(
                  real(n / 2),
                  memory.place(memory.x, memory.x(odd), multiply(memory.xStep, 2)),
                  memory.place(memory.s, memory.work(odd * n / 2), constant(0)),
                  n);
            }
            memory.code.joinReal(
                n,
                k -> memory.loadHalf(memory.s, memory.work(0), n / 2, k),
                k -> memory.loadHalf(memory.s, memory.work(n / 2), n / 2, k),
                (k, value) -> memory.storeHalf(memory.y, memory.yAt, n, k, value));
          }
          return kernel.build();
        });
  }

  /** Back to the first {@code count} of {@code n} real values, times {@code n}, from a row. */
  String realInverse(int n, int count) {
    return library.require(
        name("real_inverse_" + n + "_" + count),
        kernel -> {
          Memory memory = new Memory(kernel);
          IntFunction<Complex> values = k -> memory.loadHalf(memory.x, memory.xAt, n, k);
          if (n <= LONGEST_REAL) {
            List<Complex> half = IntStream.rangeClosed(0, n / 2).mapToObj(values).toList();
            List<Expression> result = memory.code.inverseReal(half);
            for (int i = 0; i < count; i++) {
              kernel.store(memory.y, memory.y(i), result.get(i));
            }
          } else {
            memory.code.splitReal(
                n,
                values,
                (k, value) -> memory.storeHalf(memory.s, memory.work(0), n / 2, k, value),
                (k, value) -> memory.storeHalf(memory.s, memory.work(n / 2), n / 2, k, value));
            for (int odd = 0; odd < 2; odd++) {
              memory.call(
                  realInverse(n / 2, (count + 1 - odd) / 2),
                  memory.place(memory.s, memory.work(odd * n / 2), constant(0)),
                  memory.place(memory.y, memory.y(odd), multiply(memory.yStep, 2)),
                  n);
            }
          }
          return kernel.build();
        });
  }

  /** {@code n} complex values. */
  String complex(int n) {
    return complex(n, n, false);
  }

  /** Back to the first {@code count} of {@code n} complex values, times {@code n}. */
  String complexInverse(int n, int count) {
    return complex(n, count, true);
  }

  /** The inverse is the transform with real and imaginary parts exchanged on both sides. */
  private String complex(int n, int count, boolean swapped) {
    return library.require(
        name("complex" + form(n, count, swapped)),
        kernel -> {
          Memory memory = new Memory(kernel);
          if (n <= LONGEST_COMPLEX) {
            List<Complex> values = new ArrayList<>();
            for (int i = 0; i < n; i++) {
              values.add(memory.loadPair(memory.x, memory.x(i), swapped));
            }
            List<Complex> result = memory.code.complex(values);
            for (int k = 0; k < count; k++) {
              memory.storePair(memory.y, memory.y(k), result.get(k), swapped);
            }
            return kernel.build();
          }
          for (int odd = 0; odd < 2; odd++) {
            memory.call(
                complex(n / 2, n / 2, swapped),
                memory.place(memory.x, memory.x(odd), multiply(memory.xStep, 2)),
                memory.place(memory.s, memory.work(odd * n), constant(2 * lanes.count())),
                2 * n);
          }
          for (int from = 0; from < n / 2; from += LONGEST_COMPLEX) {
            memory.call(
                join(n, from, count, swapped),
                memory.place(memory.s, memory.work(0), constant(2 * lanes.count())),
                memory.place(memory.y, memory.yAt, memory.yStep),
                0);
          }
          return kernel.build();
        });
  }

  /** Joins some results of two halves that lie one behind the other, the even one first. */
  private String join(int n, int from, int count, boolean swapped) {
    return library.require(
        name("join" + form(n, count, swapped) + "_from_" + from),
        kernel -> {
          Memory memory = new Memory(kernel);
          memory.code.join(
              n,
              from,
              Math.min(from + LONGEST_COMPLEX, n / 2),
              k -> memory.loadPair(memory.x, memory.x(k), swapped),
              k -> memory.loadPair(memory.x, memory.x(n / 2 + k), swapped),
              (k, value) -> {
                if (k < count) {
                  memory.storePair(memory.y, memory.y(k), value, swapped);
                }
              });
          return kernel.build();
        });
  }

  private static String form(int n, int count, boolean swapped) {
    return (swapped ? "_inverse" : "") + (count < n ? "_" + count : "") + "_of_" + n;
  }

  private String name(String part) {
    return "f32_fourier_" + part + lanes.suffix();
  }

  /** The parameters of a method, and what lies there. */
  private final class Memory {
    private final KernelBuilder kernel;
    private final FourierCode code;
    private final Local x;
    private final Local xAt;
    private final Local xStep;
    private final Local s;
    private final Local sAt;
    private final Local y;
    private final Local yAt;
    private final Local yStep;

    private record Place(Local buffer, Expression at, Expression step) {}

    Memory(KernelBuilder kernel) {
      this.kernel = kernel;
      code = new FourierCode(kernel, lanes);
      x = kernel.buffer("x");
      xAt = kernel.integer("xAt");
      xStep = kernel.integer("xStep");
      s = kernel.buffer("s");
      sAt = kernel.integer("sAt");
      y = kernel.buffer("y");
      yAt = kernel.integer("yAt");
      yStep = kernel.integer("yStep");
    }

    Expression x(int index) {
      return add(xAt, multiply(xStep, index));
    }

    Expression y(int index) {
      return add(yAt, multiply(yStep, index));
    }

    Expression work(int vector) {
      return add(sAt, vector * lanes.count());
    }

    Place place(Local buffer, Expression at, Expression step) {
      return new Place(buffer, at, step);
    }

    /** Calls another method, which may use the working memory from {@code used} vectors on. */
    void call(String method, Place from, Place to, int used) {
      library.invoke(
          kernel,
          method,
          Map.of(
              "x", from.buffer(),
              "xAt", from.at(),
              "xStep", from.step(),
              "s", s,
              "sAt", work(used),
              "y", to.buffer(),
              "yAt", to.at(),
              "yStep", to.step()));
    }

    Expression load(Local buffer, Expression at, int vector) {
      return kernel.let("v", lanes.load(buffer, add(at, vector * lanes.count())));
    }

    void store(Local buffer, Expression at, int vector, Expression value) {
      kernel.store(buffer, add(at, vector * lanes.count()), value);
    }

    Complex loadPair(Local buffer, Expression at, boolean swapped) {
      Expression first = load(buffer, at, 0);
      Expression second = load(buffer, at, 1);
      return swapped ? new Complex(second, first) : new Complex(first, second);
    }

    void storePair(Local buffer, Expression at, Complex value, boolean swapped) {
      store(buffer, at, 0, swapped ? value.im() : value.re());
      store(buffer, at, 1, swapped ? value.re() : value.im());
    }

    /** Result {@code k} of the transform of {@code n} real values that lies in a row. */
    Complex loadHalf(Local buffer, Expression at, int n, int k) {
      return k == 0 || 2 * k == n
          ? new Complex(load(buffer, at, k == 0 ? 0 : 1), lanes.splat(0f))
          : loadPair(buffer, add(at, 2 * k * lanes.count()), false);
    }

    void storeHalf(Local buffer, Expression at, int n, int k, Complex value) {
      if (k == 0 || 2 * k == n) {
        store(buffer, at, k == 0 ? 0 : 1, value.re());
      } else {
        storePair(buffer, add(at, 2 * k * lanes.count()), value, false);
      }
    }
  }
}

package dev.whittle.codegen.print;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import org.junit.jupiter.api.Test;

class JavaPrinterTest {
  private static KernelMethod axpy() {
    KernelBuilder kernel = new KernelBuilder("axpy");
    Local x = kernel.buffer("x");
    Local y = kernel.buffer("y");
    Local size = kernel.integer("size");
    Local scale = kernel.let("scale", Expressions.splat(2.5f));
    kernel.loop(
        "i",
        Expressions.constant(0),
        size,
        4,
        i -> {
          Local at = kernel.let("at", Expressions.multiply(Expressions.add(i, -1), size));
          kernel.when(
              Expressions.compare(Comparison.LESS, at, size),
              () ->
                  kernel.store(
                      y,
                      i,
                      Expressions.multiplyAdd(
                          Expressions.loadVector(x, at), scale, Expressions.loadVector(y, i))));
        });
    return kernel.build();
  }

  @Test
  void readsLikeJava() {
    assertThat(JavaPrinter.print(axpy(), 16))
        .isEqualTo(
            """
            static void axpy(float[] x, float[] y, int size) {
              FloatVector scale = FloatVector.broadcast(FLOATS, 2.5f);
              for (int i = 0; i < size; i += 4) {
                int at = (i - 1) * size;
                if (at < size) {
                  FloatVector.fromArray(FLOATS, x, at).fma(scale, FloatVector.fromArray(FLOATS, y, i)).intoArray(y, i);
                }
              }
            }
            """);
  }

  @Test
  void hasNoVectorsForOneLane() {
    assertThat(JavaPrinter.print(axpy(), 1))
        .isEqualTo(
            """
            static void axpy(float[] x, float[] y, int size) {
              float scale = 2.5f;
              for (int i = 0; i < size; i += 4) {
                int at = (i - 1) * size;
                if (at < size) {
                  y[i] = x[at] * scale + y[i];
                }
              }
            }
            """);
  }
}

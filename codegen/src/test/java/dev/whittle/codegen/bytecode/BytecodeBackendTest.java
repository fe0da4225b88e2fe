package dev.whittle.codegen.bytecode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.codegen.interpret.Interpreter;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.kernel.KernelMethod;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.util.CheckClassAdapter;

class BytecodeBackendTest {
  private static final String CLASS = "dev.whittle.codegen.bytecode.Generated";

  private static KernelClass kernelClass(int lanes, KernelMethod... methods) {
    return new KernelClass(CLASS, "Net.cnn", lanes, List.of(methods), List.of(), Optional.empty());
  }

  @Property(tries = 1000)
  void bytecodeDoesWhatTheInterpreterDoes(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int width) throws Throwable {
    int lanes = new int[] {1, 4, 8, 16}[width];
    RandomGenerator random = new java.util.SplittableRandom(seed);
    KernelMethod method = RandomKernels.next(random, "kernel");
    KernelClass source = kernelClass(lanes, method);
    byte[] bytes = BytecodeBackend.compile(source).classFile();
    StringWriter faults = new StringWriter();
    CheckClassAdapter.verify(
        new ClassReader(bytes), getClass().getClassLoader(), false, new PrintWriter(faults));
    assertThat(faults.toString()).isEmpty();
    float[] input = new float[RandomKernels.SIZE];
    for (int i = 0; i < input.length; i++) {
      input[i] = random.nextInt(20) == 0 ? Float.NaN : (float) random.nextGaussian() * 100;
    }
    float[] expected = input.clone();
    float[] actual = input.clone();
    int n = random.nextInt(16);
    float f = (float) random.nextGaussian();
    new Interpreter(source).call("kernel", input, expected, n, f);
    MethodHandles.Lookup lookup =
        MethodHandles.privateLookupIn(define(bytes), MethodHandles.lookup());
    MethodHandle handle =
        lookup.findStatic(
            lookup.lookupClass(),
            "kernel",
            MethodType.methodType(
                void.class, float[].class, float[].class, int.class, float.class));
    handle.invokeExact(input, actual, n, f);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Float.floatToIntBits(actual[i]))
          .as("element %d of %s", i, method)
          .isEqualTo(Float.floatToIntBits(expected[i]));
    }
  }

  private static Class<?> define(byte[] bytes) throws IllegalAccessException {
    return MethodHandles.lookup().defineHiddenClass(bytes, true).lookupClass();
  }

  @Test
  void scalarCodeNeedsNoVectorModule() {
    for (int seed = 0; seed < 50; seed++) {
      KernelMethod method = RandomKernels.next(new java.util.SplittableRandom(seed), "kernel");
      byte[] bytes = BytecodeBackend.compile(kernelClass(1, method)).classFile();
      assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("jdk/incubator");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16})
  void refusesMethodsThatHotSpotWouldNotCompile(int lanes) {
    KernelBuilder kernel = new KernelBuilder("huge");
    Local buffer = kernel.buffer("buffer");
    for (int i = 0; i < 2_000; i++) {
      kernel.store(buffer, Expressions.constant(i), Expressions.splat((float) i));
    }
    KernelMethod huge = kernel.build();
    assertThatThrownBy(() -> BytecodeBackend.compile(kernelClass(lanes, huge)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("huge")
        .hasMessageContaining("HotSpot compiles at most 8000");
  }

  @Test
  void stackTracesPointAtTheNetworksSource() throws Throwable {
    KernelBuilder kernel = new KernelBuilder("fire2_squeeze");
    Local buffer = kernel.buffer("buffer");
    kernel.store(buffer, Expressions.constant(-1), Expressions.constant(0f));
    KernelClass source =
        new KernelClass(
            "dev.whittle.generated.Traced",
            "Net.cnn",
            16,
            List.of(kernel.build(12)),
            List.of(),
            Optional.empty());
    byte[] bytes = BytecodeBackend.compile(source).classFile();
    ClassLoader loader =
        new ClassLoader(getClass().getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) {
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    Method method =
        Class.forName("dev.whittle.generated.Traced", true, loader)
            .getDeclaredMethod("fire2_squeeze", float[].class);
    method.setAccessible(true);
    assertThatThrownBy(() -> method.invoke(null, (Object) new float[1]))
        .cause()
        .isInstanceOf(ArrayIndexOutOfBoundsException.class)
        .satisfies(
            e -> assertThat(e.getStackTrace()[0].toString()).contains("fire2_squeeze(Net.cnn:12)"));
  }
}

package dev.whittle.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.kernel.KernelMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharedKernelsTest {
  private final SharedKernels shared = new SharedKernels();

  @Test
  void networksCallTheSameCode() throws ReflectiveOperationException {
    Map<String, String> homes = homes(store("kernel", 2), call("loop", "kernel"), step("first"));
    assertThat(homes).containsOnlyKeys("kernel", "loop");
    assertThat(homes(store("kernel", 2), call("loop", "kernel"), step("other"))).isEqualTo(homes);
    float[] buffer = new float[1];
    Class<?> home = shared.loader().loadClass(homes.get("loop"));
    home.getMethod("loop", float[].class).invoke(null, (Object) buffer);
    assertThat(buffer).containsExactly(2);
  }

  @Test
  void anotherKernelOfTheNameStaysInItsNetworkAndSoDoWhoCallIt() {
    homes(store("kernel", 2), call("loop", "kernel"), step("first"));
    assertThat(homes(store("kernel", 3), call("loop", "kernel"), store("own", 1), step("first")))
        .containsOnlyKeys("own");
  }

  @Test
  void widthsHaveTheirOwn() {
    Map<String, String> four = homes(store("kernel", 2));
    Map<String, String> one =
        shared.homes(
            new KernelClass(
                "Net", "Net.cnn", 1, List.of(store("kernel", 2)), List.of(), Optional.empty()));
    assertThat(one.get("kernel")).isNotEqualTo(four.get("kernel"));
  }

  private Map<String, String> homes(KernelMethod... methods) {
    List<String> steps =
        List.of(methods).stream().map(KernelMethod::name).filter(n -> !isKernel(n)).toList();
    return shared.homes(
        new KernelClass("Net", "Net.cnn", 4, List.of(methods), steps, Optional.empty()));
  }

  private static boolean isKernel(String name) {
    return List.of("kernel", "loop", "own").contains(name);
  }

  private static KernelMethod store(String name, float value) {
    KernelBuilder kernel = new KernelBuilder(name);
    Local buffer = kernel.buffer("buffer");
    kernel.store(buffer, Expressions.constant(0), Expressions.constant(value));
    return kernel.build();
  }

  private static KernelMethod call(String name, String callee) {
    KernelBuilder kernel = new KernelBuilder(name);
    kernel.invoke(callee, List.of(kernel.buffer("buffer")));
    return kernel.build();
  }

  private static KernelMethod step(String name) {
    return call(name, "loop");
  }
}

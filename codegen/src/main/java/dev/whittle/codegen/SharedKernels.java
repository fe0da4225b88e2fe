package dev.whittle.codegen;

import dev.whittle.codegen.bytecode.BytecodeBackend;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Statement;
import dev.whittle.codegen.kernel.Statement.For;
import dev.whittle.codegen.kernel.Statement.If;
import dev.whittle.codegen.kernel.Statement.Invoke;
import dev.whittle.runtime.GeneratedClasses;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Kernels that networks have in common, each in a class of its own: what one network makes hot is
 * hot in all, and is generated once.
 */
final class SharedKernels {
  private static final String PACKAGE = "whittle.generated.shared";

  private final Map<Key, Kernel> kernels = new HashMap<>();
  private final Classes classes = new Classes();

  private record Key(String name, int lanes) {}

  private record Kernel(KernelMethod method, String home) {}

  /** The parent of the loaders of networks that call the kernels. */
  ClassLoader loader() {
    return classes;
  }

  /**
   * The classes that have methods of {@code source}, by the names of the methods. The steps, and
   * what is called like a kernel and is another one, stay in the network's class.
   */
  synchronized Map<String, String> homes(KernelClass source) {
    Map<String, KernelMethod> shared = new HashMap<>();
    Map<String, String> homes = new HashMap<>();
    for (KernelMethod method : source.methods()) {
      List<String> callees = callees(method.body()).distinct().toList();
      if (!source.steps().contains(method.name()) && shared.keySet().containsAll(callees)) {
        Kernel kernel =
            kernels.computeIfAbsent(
                new Key(method.name(), source.lanes()),
                key -> make(method, key, callees.stream().map(shared::get).toList(), homes));
        if (kernel.method().equals(method)) {
          shared.put(method.name(), method);
          homes.put(method.name(), kernel.home());
        }
      }
    }
    return homes;
  }

  private Kernel make(
      KernelMethod method, Key key, List<KernelMethod> callees, Map<String, String> homes) {
    String home = "%s%d.%s".formatted(PACKAGE, key.lanes(), key.name());
    classes.add(home, BytecodeBackend.compile(method, home, key.lanes(), callees, homes));
    return new Kernel(method, home);
  }

  private static Stream<String> callees(List<Statement> body) {
    return body.stream()
        .flatMap(statement ->
            switch (statement) {
              case Invoke call -> Stream.of(call.method());
              case For loop -> callees(loop.body());
              case If branch -> Stream.concat(callees(branch.then()), callees(branch.otherwise()));
              default -> Stream.empty();
            });
  }

  private static final class Classes extends ClassLoader {
    Classes() {
      super("whittle-kernels", GeneratedClasses.class.getClassLoader());
    }

    void add(String name, byte[] bytes) {
      defineClass(name, bytes, 0, bytes.length);
    }
  }
}

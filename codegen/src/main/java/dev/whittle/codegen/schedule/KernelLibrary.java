package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The methods of the class being generated; kernels of one name are built once and shared. */
public final class KernelLibrary {
  private final Map<String, KernelMethod> methods = new LinkedHashMap<>();

  /** An empty library, for one class. */
  public KernelLibrary() {}

  /** Makes sure that the kernel exists; returns its name. */
  public String require(String name, Function<KernelBuilder, KernelMethod> build) {
    KernelMethod known = methods.get(name);
    if (known == null) {
      KernelMethod method = build.apply(new KernelBuilder(name));
      methods.put(name, method);
    }
    return name;
  }

  /** Adds a method that nobody else has. */
  public void add(KernelMethod method) {
    if (methods.putIfAbsent(method.name(), method) != null) {
      throw new IllegalStateException("two methods are called " + method.name());
    }
  }

  /** Calls a kernel with arguments given by parameter name; there must be one for each. */
  public void invoke(KernelBuilder caller, String name, Map<String, Expression> arguments) {
    KernelMethod method = methods.get(name);
    List<Expression> ordered = new ArrayList<>();
    for (Expression.Local parameter : method.parameters()) {
      Expression argument = arguments.get(parameter.name());
      if (argument == null || argument.kind() != parameter.kind()) {
        throw new IllegalStateException(
            "%s needs %s %s".formatted(name, parameter.kind(), parameter.name()));
      }
      ordered.add(argument);
    }
    caller.invoke(name, ordered);
  }

  public List<KernelMethod> methods() {
    return List.copyOf(methods.values());
  }
}

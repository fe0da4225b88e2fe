package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import java.util.ArrayList;
import java.util.HashMap;
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
      methods.put(name, build.apply(new KernelBuilder(name)));
    }
    return name;
  }

  /**
   * Makes sure that a kernel of one unit exists, and the loop over the units {@code [from, to)}
   * that calls it with its own parameters; returns the loop's name. A method of its own for each
   * unit is called, and so compiled, much sooner than a loop that runs once per inference.
   *
   * @param build writes the kernel, which takes {@code unit}
   */
  public String requireUnits(String name, Function<KernelBuilder, KernelMethod> build) {
    String unitName = require(name.replace("__", "_unit__"), build);
    return require(
        name,
        kernel -> {
          Map<String, Expression> arguments = new HashMap<>();
          for (Expression.Local parameter : methods.get(unitName).parameters()) {
            if (!parameter.name().equals("unit")) {
              arguments.put(parameter.name(), kernel.parameter(parameter.name(), parameter.kind()));
            }
          }
          kernel.loop(
              "unit",
              kernel.integer("from"),
              kernel.integer("to"),
              unit -> {
                arguments.put("unit", unit);
                invoke(kernel, unitName, arguments);
              });
          return kernel.build();
        });
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

package dev.whittle.codegen.kernel;

import dev.whittle.codegen.kernel.Expression.Local;
import java.util.List;

/**
 * A method without result.
 *
 * @param name a Java identifier, unique in its class
 * @param parameters buffers, ints and floats
 * @param line the line of the network's source that the whole method stands for, or 0
 */
public record KernelMethod(String name, List<Local> parameters, List<Statement> body, int line) {
  public KernelMethod {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
    for (Local parameter : parameters) {
      if (parameter.kind().isVector()) {
        throw new IllegalArgumentException(
            name + ": a vector parameter would be boxed: " + parameter.name());
      }
    }
  }
}

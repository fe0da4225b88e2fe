package dev.whittle.codegen.kernel;

import java.util.List;
import java.util.Optional;

/**
 * The kernels and drivers of one plan.
 *
 * @param name binary name with dots
 * @param sourceFile the network's file, for stack traces
 * @param lanes 16, 8, 4 or 1
 * @param steps the methods that {@code Program.run} dispatches to, in step order; each takes
 *     (arena, weights, scratch, from, to, input, inputAt, output, outputAt)
 * @param stamp the digest of the plan this is the code of
 */
public record KernelClass(
    String name,
    String sourceFile,
    int lanes,
    List<KernelMethod> methods,
    List<String> steps,
    Optional<String> stamp) {
  public KernelClass {
    methods = List.copyOf(methods);
    steps = List.copyOf(steps);
  }
}

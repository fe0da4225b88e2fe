package dev.whittle.codegen;

import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Tensor;
import java.util.Map;

/**
 * A network compiled for one batch and width.
 *
 * @param plan what the runtime executes
 * @param classes class files by binary name
 * @param methodSizes bytes of code of each method of the generated class
 * @param constants tensors that the plan's weights name beside the network's parameters; they
 *     belong into the model file
 * @param source the kernels, for printing and for the interpreter
 */
public record CompiledPlan(
    Plan plan,
    Map<String, byte[]> classes,
    Map<String, Integer> methodSizes,
    Map<String, Tensor> constants,
    KernelClass source) {
  public CompiledPlan {
    classes = Map.copyOf(classes);
    methodSizes = Map.copyOf(methodSizes);
    constants = Map.copyOf(constants);
  }
}

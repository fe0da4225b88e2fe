package dev.whittle.runtime;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call with named tensors.
 *
 * @param plan a plan whose ports name and shape the results; when {@code isWhole}, the one to run
 * @param isWhole whether {@code plan} runs once as it is, because the network has no batch axis
 * @param items the batch
 */
record Call(LoadedPlan plan, boolean isWhole, int items, float[][] inputs, float[][] outputs) {
  static Call of(String model, List<LoadedPlan> plans, Map<String, Tensor> tensors) {
    List<Port> ports = plans.getLast().plan().inputs();
    List<String> names = ports.stream().map(Port::name).toList();
    if (tensors.size() != names.size() || !tensors.keySet().containsAll(names)) {
      throw new ModelException(
          model, "has inputs %s, got %s".formatted(names, tensors.keySet()), "");
    }
    boolean isWhole = !plans.getLast().plan().isBatched();
    LoadedPlan plan =
        plans.stream()
            .filter(p -> isWhole ? fits(p, tensors, 0) : fits(p, tensors, 1))
            .findFirst()
            .orElseThrow(() -> mismatch(model, ports, tensors));
    Tensor first = names.isEmpty() ? null : tensors.get(names.getFirst());
    int items = isWhole || first == null ? 1 : first.size(0);
    float[][] inputs = new float[names.size()][];
    for (int i = 0; i < inputs.length; i++) {
      Tensor tensor = tensors.get(names.get(i));
      if (!isWhole && tensor.size(0) != items) {
        throw mismatch(model, ports, tensors);
      }
      inputs[i] = floats(model, names.get(i), tensor);
    }
    float[][] outputs = new float[plan.plan().outputs().size()][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = new float[Math.multiplyExact(items, plan.outputSize(i))];
    }
    return new Call(plan, isWhole, items, inputs, outputs);
  }

  /** The outputs as tensors, in the network's order. */
  Map<String, Tensor> results() {
    Map<String, Tensor> results = new LinkedHashMap<>();
    for (int i = 0; i < outputs.length; i++) {
      Port port = plan.plan().outputs().get(i);
      int[] shape = port.sizes();
      if (!isWhole) {
        shape[0] = items;
      }
      results.put(port.name(), Elements.tensor(port.type(), outputs[i], shape));
    }
    return results;
  }

  /**
   * The elements, each of which must be a float: inside a model integers are computed with as such.
   */
  private static float[] floats(String model, String input, Tensor tensor) {
    float[] floats = tensor.floats();
    if (tensor.type() == ElementType.I32 || tensor.type() == ElementType.I64) {
      for (int i = 0; i < floats.length; i++) {
        long element = tensor.integer(i);
        if ((long) floats[i] != element || element == Long.MAX_VALUE) {
          throw new ModelException(
              model,
              "input %s has the element %d, which models cannot hold".formatted(input, element),
              "integers up to %d are held, and larger ones that a float holds".formatted(1 << 24));
        }
      }
    }
    return floats;
  }

  private static boolean fits(LoadedPlan plan, Map<String, Tensor> tensors, int firstAxis) {
    return plan.plan().inputs().stream()
        .allMatch(port -> {
          Tensor tensor = tensors.get(port.name());
          int[] shape = tensor.shape();
          int[] wanted = port.sizes();
          return tensor.type() == port.type()
              && shape.length == wanted.length
              && Arrays.equals(shape, firstAxis, shape.length, wanted, firstAxis, wanted.length);
        });
  }

  private static ModelException mismatch(
      String model, List<Port> ports, Map<String, Tensor> tensors) {
    StringBuilder text = new StringBuilder("inputs do not fit:");
    for (Port port : ports) {
      text.append(
          " %s is %s%s, got %s;"
              .formatted(port.name(), port.type().text(), port.shape(), tensors.get(port.name())));
    }
    return new ModelException(
        model,
        text.substring(0, text.length() - 1),
        "the first axis of every input is the batch; it may have any one size");
  }
}

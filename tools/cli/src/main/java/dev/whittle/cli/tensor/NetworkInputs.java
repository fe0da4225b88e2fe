package dev.whittle.cli.tensor;

import dev.whittle.cli.UserError;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The inputs of a network from one of NumPy's files. */
public final class NetworkInputs {
  private NetworkInputs() {}

  /**
   * A tensor for each input, by name; the only tensor of a file goes to the only input whatever it
   * is called. Elements are read once names and types are right.
   *
   * @throws UserError when a tensor is missing, unknown or of another type than the input
   */
  public static Map<String, Tensor> read(Path path, Graph graph) {
    try (TensorFile file = TensorFile.open(path)) {
      Map<String, String> names = names(path, file.types().keySet(), graph);
      Map<String, Integer> sizes = new HashMap<>();
      for (Node input : graph.inputs()) {
        check(path, input, file.types().get(names.get(input.name())), sizes);
      }
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      names.forEach((input, name) -> tensors.put(input, file.read(name)));
      return tensors;
    }
  }

  /** The name of each input's tensor. */
  private static Map<String, String> names(Path path, Set<String> present, Graph graph) {
    List<String> inputs = graph.inputs().stream().map(Node::name).toList();
    if (inputs.size() == 1 && present.size() == 1) {
      return Map.of(inputs.getFirst(), present.iterator().next());
    }
    if (!present.equals(Set.copyOf(inputs))) {
      throw UserError.data(
          "%s: holds %s, the inputs of %s are %s"
              .formatted(
                  path,
                  present.contains(TensorFile.UNNAMED)
                      ? "one tensor without a name"
                      : String.join(", ", present),
                  graph.name(),
                  String.join(", ", inputs)),
          "write them with numpy.savez(file, %s=...)".formatted(String.join("=..., ", inputs)));
    }
    Map<String, String> names = new LinkedHashMap<>();
    inputs.forEach(name -> names.put(name, name));
    return names;
  }

  /** An open size is what the first tensor has there, and from then on the same. */
  private static void check(Path path, Node input, TensorType given, Map<String, Integer> sizes) {
    Shape declared = input.type().shape();
    for (int axis = 0; axis < Math.min(declared.rank(), given.rank()); axis++) {
      if (declared.dim(axis) instanceof Dim.Symbol(String symbol) && given.shape().size(axis) > 0) {
        sizes.putIfAbsent(symbol, given.shape().size(axis));
      }
    }
    if (!input.type().bind(sizes).equals(given)) {
      throw UserError.data(
          "%s: is %s for the input %s, expected %s"
              .formatted(path, given, input.name(), input.type()),
          hint(input.type(), given));
    }
  }

  private static String hint(TensorType wanted, TensorType given) {
    if (wanted.element() != given.element()) {
      return "convert the elements to " + wanted.element().text();
    }
    return wanted.rank() == given.rank() + 1
        ? "add an axis for the batch: array[None]"
        : "open sizes may be any number from 1, the same for all inputs";
  }
}

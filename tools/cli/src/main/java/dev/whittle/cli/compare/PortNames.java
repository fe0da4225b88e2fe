package dev.whittle.cli.compare;

import dev.whittle.cli.UserError;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which input and output of a second network stand for those of a first: those of the same names,
 * or those at the same places where the names are others.
 *
 * @param inputs the second one's names by the first one's
 * @param outputs as well
 */
record PortNames(Map<String, String> inputs, Map<String, String> outputs) {
  /**
   * Matches two networks whose symbolic sizes are bound.
   *
   * @throws UserError when their inputs or outputs are not of the same types
   */
  static PortNames of(Graph first, Graph second) {
    return new PortNames(
        matched("inputs", first, inputs(first), second, inputs(second)),
        matched("outputs", first, outputs(first), second, outputs(second)));
  }

  private static Map<String, TensorType> inputs(Graph graph) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (Node input : graph.inputs()) {
      types.put(input.name(), input.type());
    }
    return types;
  }

  private static Map<String, TensorType> outputs(Graph graph) {
    Map<String, TensorType> types = new LinkedHashMap<>();
    for (Output output : graph.outputs()) {
      types.put(output.name(), graph.type(output.value()));
    }
    return types;
  }

  private static Map<String, String> matched(
      String what,
      Graph one,
      Map<String, TensorType> first,
      Graph other,
      Map<String, TensorType> second) {
    boolean isByName = first.keySet().equals(second.keySet());
    List<String> names = new ArrayList<>(isByName ? first.keySet() : second.keySet());
    Map<String, String> matched = new LinkedHashMap<>();
    for (String name : first.keySet()) {
      if (names.isEmpty() || !first.get(name).equals(second.get(names.getFirst()))) {
        throw mismatch(what, one, first, other, second);
      }
      matched.put(name, names.removeFirst());
    }
    if (!names.isEmpty()) {
      throw mismatch(what, one, first, other, second);
    }
    return matched;
  }

  private static UserError mismatch(
      String what,
      Graph one,
      Map<String, TensorType> first,
      Graph other,
      Map<String, TensorType> second) {
    return UserError.data(
        "the networks cannot be compared: the %s of %s are %s, those of %s are %s"
            .formatted(what, one.name(), text(first), other.name(), text(second)),
        "both need the same types in the same order, or under the same names");
  }

  private static String text(Map<String, TensorType> ports) {
    List<String> texts = new ArrayList<>();
    ports.forEach((name, type) -> texts.add(name + ": " + type));
    return String.join(", ", texts);
  }
}

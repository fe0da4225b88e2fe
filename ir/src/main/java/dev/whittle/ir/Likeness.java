package dev.whittle.ir;

import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What two graphs have in common that differ only in the names, order and origins of their nodes.
 *
 * <p>A <em>computation</em> is an op and, in order, the computations of its operands; an input is
 * also its name, and a parameter, which holds its tensor's name, is one computation however many
 * nodes have it. Graphs are alike when they have the same name, the same inputs in the same order,
 * the same outputs in the same order, of the same computations, and when every computation occurs
 * in as many nodes of one as of the other. Memory plans are not compared.
 */
public final class Likeness {
  private record Computation(Op op, String input, List<Value> operands) {}

  private final Map<Computation, Integer> numbers = new HashMap<>();

  private Likeness() {}

  /** True when {@code one} and {@code other} are alike. */
  public static boolean areAlike(Graph one, Graph other) {
    Likeness likeness = new Likeness();
    return one.name().equals(other.name()) && likeness.facts(one).equals(likeness.facts(other));
  }

  private record Facts(List<Integer> inputs, List<Output> outputs, Map<Integer, Integer> counts) {}

  private Facts facts(Graph graph) {
    Map<Integer, Integer> numberOf = new HashMap<>();
    Map<Integer, Integer> counts = new HashMap<>();
    List<Integer> inputs = new ArrayList<>();
    Set<Integer> parameters = new HashSet<>();
    for (Node node : graph.nodes()) {
      boolean isInput = node.op() instanceof Input;
      List<Value> operands =
          node.operands().stream().map(v -> new Value(numberOf.get(v.node()), v.index())).toList();
      Computation computation = new Computation(node.op(), isInput ? node.name() : "", operands);
      int number = numbers.computeIfAbsent(computation, _ -> numbers.size());
      numberOf.put(node.id(), number);
      if (isInput) {
        inputs.add(number);
      }
      if (!(node.op() instanceof Parameter) || parameters.add(number)) {
        counts.merge(number, 1, Integer::sum);
      }
    }
    List<Output> outputs =
        graph.outputs().stream()
            .map(o ->
                new Output(
                    o.name(),
                    new Value(numberOf.get(o.value().node()), o.value().index()),
                    o.labels()))
            .toList();
    return new Facts(inputs, outputs, counts);
  }
}

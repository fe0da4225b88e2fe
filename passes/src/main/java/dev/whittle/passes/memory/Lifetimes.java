package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Input;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * When values are made and last read, as positions in the order of execution. Inputs are there from
 * position −1, outputs until the position after the last node.
 */
final class Lifetimes {
  private final Map<Value, Integer> made = new HashMap<>();
  private final Map<Value, Integer> read = new HashMap<>();

  Lifetimes(Graph graph) {
    List<Node> nodes = graph.nodes();
    for (int position = 0; position < nodes.size(); position++) {
      Node node = nodes.get(position);
      for (int i = 0; i < node.types().size(); i++) {
        made.put(node.result(i), node.op() instanceof Input ? -1 : position);
        read.put(node.result(i), position);
      }
      for (Value operand : node.operands()) {
        read.put(operand, position);
      }
    }
    for (Output output : graph.outputs()) {
      read.put(output.value(), nodes.size());
    }
  }

  int made(Value value) {
    return made.get(value);
  }

  int lastRead(Value value) {
    return read.get(value);
  }
}

package dev.whittle.ir.verify;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/** Which ops a level has, and the layouts between lowered ones. */
final class LevelCheck {
  private final Graph graph;
  private final List<String> problems = new ArrayList<>();

  private LevelCheck(Graph graph) {
    this.graph = graph;
  }

  static List<String> problems(Graph graph, Level level) {
    LevelCheck check = new LevelCheck(graph);
    switch (level) {
      case PORTABLE -> graph.nodes().forEach(check::portable);
      case LOWERED -> check.lowered();
      case PLANNED -> {
        check.lowered();
        graph.nodes().forEach(check::chosen);
      }
    }
    if (graph.memory().isPresent() != (level == Level.PLANNED)) {
      check.problems.add(
          graph.name() + (level == Level.PLANNED ? ": has no memory plan" : ": has a memory plan"));
    }
    return check.problems;
  }

  /** The layout in which {@code node} leaves its results. */
  static Layout layout(Node node) {
    return switch (node.op()) {
      case Lowered lowered -> lowered.layout();
      case Reorder reorder -> reorder.to();
      default -> Layout.plain(node.type().rank());
    };
  }

  /** True when a value lies the same way in both: equal, or row-major under any axis names. */
  static boolean agree(Layout one, Layout other) {
    return one.equals(other) || one.isPlain() && other.isPlain() && one.rank() == other.rank();
  }

  private void portable(Node node) {
    if (node.op() instanceof Lowered || node.op() instanceof Reorder) {
      problems.add(node.name() + ": is lowered already");
    }
  }

  private void lowered() {
    graph.nodes().forEach(this::lowered);
    for (Output output : graph.outputs()) {
      Node node = graph.node(output.value());
      if (isWeight(node)) {
        problems.add("%s: output %s is not computed".formatted(node.name(), output.name()));
      } else if (isLowered(node) && !layout(node).isPlain()) {
        problems.add(
            "%s: output %s has layout %s, not a plain one"
                .formatted(node.name(), output.name(), layout(node)));
      }
    }
  }

  private void lowered(Node node) {
    if (!isLowered(node)) {
      problems.add("%s: %s is not lowered".formatted(node.name(), node.op().operator()));
      return;
    }
    List<Layout> wanted =
        switch (node.op()) {
          case Lowered lowered -> lowered.operandLayouts();
          case Reorder reorder -> List.of(reorder.from());
          default -> List.of();
        };
    for (int i = 0; i < wanted.size(); i++) {
      operand(node, i, wanted.get(i));
    }
    if (node.op() instanceof Reorder reorder
        && reorder.to().isForWeights()
        && !isWeight(graph.node(node.operand(0)))) {
      problems.add("%s: %s is for weights only".formatted(node.name(), reorder.to()));
    }
    for (TensorType type : node.types()) {
      if (!fits(layout(node), type)) {
        problems.add(
            "%s: layout %s does not fit its result %s".formatted(node.name(), layout(node), type));
      }
    }
  }

  private void operand(Node node, int index, Layout wanted) {
    Value value = node.operand(index);
    Node producer = graph.node(value);
    if (!fits(wanted, graph.type(value))) {
      problems.add(
          "%s: layout %s does not fit operand %d, %s"
              .formatted(node.name(), wanted, index, graph.type(value)));
    } else if (isLowered(producer) && !agree(layout(producer), wanted)) {
      problems.add(
          "%s: takes operand %d in %s, %s makes it in %s"
              .formatted(node.name(), index, wanted, producer.name(), layout(producer)));
    }
  }

  private void chosen(Node node) {
    if (node.op() instanceof Lowered lowered && lowered.isOpen()) {
      problems.add(node.name() + ": no kernel is chosen");
    }
    if (!node.types().stream().allMatch(t -> t.shape().isConcrete())) {
      problems.add("%s: has an open size: %s".formatted(node.name(), node.types()));
    }
  }

  private static boolean isWeight(Node node) {
    return node.op() instanceof Parameter || node.op() instanceof Constant;
  }

  private static boolean isLowered(Node node) {
    return switch (node.op()) {
      case Input _, Parameter _, Constant _, Lowered _, Reorder _ -> true;
      default -> false;
    };
  }

  private static boolean fits(Layout layout, TensorType type) {
    return type.shape().isConcrete()
        ? layout.fits(type.shape().sizes())
        : layout.rank() == Math.max(1, type.rank());
  }
}

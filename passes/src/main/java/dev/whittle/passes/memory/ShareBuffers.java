package dev.whittle.passes.memory;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.cost.Stored;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import java.util.List;

/**
 * Concatenation, slicing and splitting without copies: {@code lowered(concat, copy) ->
 * lowered(concat, view)}. The branches of a concat write straight into their part of its result;
 * the parts of a split are read where they lie.
 *
 * <p>Not possible when a part is not contiguous in every image or not made of whole blocks, when an
 * operand is an input, a parameter, joined twice, or already lies in something else. Then the
 * copying kernel stays.
 */
public record ShareBuffers() implements Pass {
  private static final PassInfo INFO =
      new PassInfo(
          "share-buffers",
          "Lets branches write into their part of a concat, and parts be read where they lie.",
          List.of(LayerSelector.OPTION),
          Level.LOWERED,
          Level.LOWERED,
          Exactness.EXACT,
          false);

  @Override
  public PassInfo info() {
    return INFO;
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    Selection selection = context.option(LayerSelector.OPTION, LayerSelector.class).select(graph);
    Graph current = graph;
    for (Node site : graph.nodes()) {
      if (!context.mayPatch()) {
        return current;
      }
      Node node = current.find(site.name()).orElseThrow();
      if (selection.has(node)
          && node.op() instanceof Lowered lowered
          && !lowered.isView()
          && isPartial(lowered.op())
          && isComputed(current, node)) {
        Patch patch = view(current, node, lowered);
        if (Sharing.of(current.apply(patch)).isPresent()) {
          current = context.apply(current, patch);
        }
      }
    }
    return current;
  }

  private static boolean isPartial(Op op) {
    return op instanceof Concat || op instanceof Slice || op instanceof Split;
  }

  private static boolean isComputed(Graph graph, Node node) {
    return node.operands().stream().anyMatch(v -> !Stored.isStored(graph, graph.node(v)));
  }

  private static Patch view(Graph graph, Node node, Lowered lowered) {
    Patch.Builder patch = Patch.of(graph, INFO.name(), "ViewPart");
    Lowered view =
        new Lowered(
            lowered.op(),
            Lowered.VIEW,
            lowered.operandLayouts(),
            lowered.layout(),
            lowered.epilogue());
    Value result = patch.add(node, view, node.operands());
    for (int i = 0; i < node.types().size(); i++) {
      patch.replace(node.result(i), new Value(result.node(), i));
    }
    return patch.build();
  }
}

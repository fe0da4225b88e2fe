package dev.whittle.grammar;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.format.Formatter;
import dev.whittle.grammar.write.SourceText;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Likeness;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.text.GraphText;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a graph as a person would: layers that own their weights, pipes, and blocks for what
 * occurs repeatedly.
 *
 * <p>The text reads back to a graph {@linkplain Likeness alike}. What cannot be written so is
 * written without blocks, and at last as {@link GraphPrinter} does; a graph that passes have
 * lowered is always printed that way. The same graph gives the same text.
 */
public final class SourceWriter {
  private SourceWriter() {}

  public static GraphText write(Graph graph) {
    if (graph.memory().isPresent()
        || graph.nodes().stream().anyMatch(n -> n.op() instanceof Lowered)) {
      return GraphPrinter.print(graph);
    }
    for (boolean hasBlocks : List.of(true, false)) {
      Map<String, Tensor> constants = new LinkedHashMap<>();
      String text = formatted(SourceText.of(graph, constants, hasBlocks));
      GraphText written = new GraphText(text, constants);
      if (readsBack(written, graph)) {
        return written;
      }
    }
    return GraphPrinter.print(graph);
  }

  private static String formatted(String text) {
    return Formatter.format("written.cnn", text, new Problems()).orElse(text);
  }

  private static boolean readsBack(GraphText text, Graph graph) {
    return Cnn.read("written.cnn", text.text(), Path.of(""), Weights.of(text.constants()))
        .graph()
        .filter(again -> Likeness.areAlike(again, graph))
        .isPresent();
  }
}

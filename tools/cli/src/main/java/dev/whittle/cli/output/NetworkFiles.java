package dev.whittle.cli.output;

import dev.whittle.grammar.SourceWriter;
import dev.whittle.ir.Graph;
import dev.whittle.ir.text.GraphText;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that hold a portable network: its source, and its tensors beside it. */
public final class NetworkFiles {
  private NetworkFiles() {}

  /** What is in a file. */
  @FunctionalInterface
  public interface Content {
    void write(Path file) throws IOException;
  }

  /** The files of {@code graph} in {@code folder}, the source, which needs the others, last. */
  public static Map<Path, Content> of(Path folder, Graph graph, Weights weights) {
    Path text = source(folder, graph);
    GraphText printed = SourceWriter.write(graph);
    Map<Path, Content> files = new LinkedHashMap<>();
    if (!printed.constants().isEmpty()) {
      files.put(GraphText.constantsOf(text), tensors(Weights.of(printed.constants())));
    }
    if (!weights.names().isEmpty()) {
      files.put(folder.resolve(graph.name() + ".safetensors"), tensors(weights));
    }
    files.put(text, at -> Files.writeString(at, printed.text()));
    return files;
  }

  /** The source among them. */
  public static Path source(Path folder, Graph graph) {
    return folder.resolve(graph.name() + ".cnn");
  }

  private static Content tensors(Weights weights) {
    return at -> Safetensors.write(at, weights, Map.of());
  }
}

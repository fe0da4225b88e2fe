package dev.whittle.grammar;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.PipelineSpec;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What reading a source gave.
 *
 * @param graphs the networks in the order of the file; none when there was a mistake
 * @param pipelines the pipelines in the order of the file; none when there was a mistake
 * @param diagnostics everything found, in the order of the text; may hold warnings beside a graph
 * @param files every file that was read or looked for, as absolute paths: the source, what it
 *     imports, lists of labels
 */
public record Loaded(
    List<Graph> graphs,
    List<PipelineSpec> pipelines,
    List<Diagnostic> diagnostics,
    Set<Path> files) {
  public Loaded {
    graphs = List.copyOf(graphs);
    pipelines = List.copyOf(pipelines);
    diagnostics = List.copyOf(diagnostics);
    files = Collections.unmodifiableSet(new TreeSet<>(files));
  }

  /** The only network, absent when there was a mistake. */
  public Optional<Graph> graph() {
    return graphs.size() == 1 ? Optional.of(graphs.getFirst()) : Optional.empty();
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(Diagnostic::isError);
  }
}

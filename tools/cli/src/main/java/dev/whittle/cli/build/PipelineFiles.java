package dev.whittle.cli.build;

import dev.whittle.grammar.Cnn;
import dev.whittle.passes.pipeline.Pipelines;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/** The files that a pipeline named by a file depends on: sources, and the pictures of guards. */
final class PipelineFiles {
  private PipelineFiles() {}

  /**
   * Absolute paths; none for the name of a pipeline.
   *
   * @param pipeline {@code NAME}, {@code FILE} or {@code FILE#NAME}
   */
  static Set<Path> of(String pipeline) {
    int mark = pipeline.lastIndexOf('#');
    try {
      Path file = Path.of(mark > 0 ? pipeline.substring(0, mark) : pipeline);
      return Pipelines.find(pipeline).isEmpty() && Files.isRegularFile(file)
          ? Cnn.check(file).files()
          : Set.of();
    } catch (InvalidPathException e) {
      return Set.of();
    }
  }
}

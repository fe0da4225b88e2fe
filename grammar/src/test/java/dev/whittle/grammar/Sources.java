package dev.whittle.grammar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Sources that are good: the examples, and the whole files in the references. */
final class Sources {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final Path REFERENCE = Path.of("../docs/language.md");
  private static final Path PIPELINES = Path.of("../docs/pipelines.md");

  private Sources() {}

  static List<Path> examples() {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files
          .filter(f -> f.toString().endsWith(".cnn") && !f.toString().contains("target"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> texts() {
    try {
      Stream<String> files = examples().stream().map(Sources::text);
      Stream<String> snippets =
          Snippet.of(REFERENCE).stream()
              .filter(s -> s.info().equals("cnn") || s.info().equals("cnn names"))
              .map(Snippet::text);
      Stream<String> pipelines =
          Snippet.of(PIPELINES).stream()
              .filter(s -> s.info().equals("cnn") || s.info().startsWith("pipeline"))
              .map(Snippet::text);
      return Stream.of(files, snippets, pipelines).flatMap(s -> s).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

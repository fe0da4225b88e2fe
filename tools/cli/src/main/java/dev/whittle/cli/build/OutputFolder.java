package dev.whittle.cli.build;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder of generated files. A file appears whole or not at all, and one whose content would not
 * change is left alone, its time too.
 */
final class OutputFolder {
  /** Writes a file. */
  @FunctionalInterface
  interface Content {
    void writeTo(Path file) throws IOException;
  }

  private static final String FRESH = "fresh";

  private final Path root;
  private final List<Path> written = new ArrayList<>();

  OutputFolder(Path root) {
    this.root = root;
  }

  /** Everything asked for so far, changed or not. */
  List<Path> written() {
    return written;
  }

  /** Writes the file {@code name}, a path with slashes. */
  void write(String name, Content content) {
    Path target = root.resolve(name);
    try (Staging staging = new Staging(target)) {
      Path fresh = staging.folder().resolve(FRESH);
      content.writeTo(fresh);
      if (!Files.isRegularFile(target) || Files.mismatch(fresh, target) >= 0) {
        staging.commitFile(FRESH);
      }
      written.add(target);
    } catch (IOException e) {
      throw UserError.data("cannot write " + target + ": " + Reasons.of(e), "");
    }
  }

  void write(String name, byte[] content) {
    write(name, file -> Files.write(file, content));
  }

  void write(String name, String content) {
    write(name, content.getBytes(StandardCharsets.UTF_8));
  }
}

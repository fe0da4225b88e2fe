package dev.whittle.bench.cold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder without folders in it, deleted when closed. */
record ScratchFolder(Path path) implements AutoCloseable {
  static ScratchFolder make() throws IOException {
    return new ScratchFolder(Files.createTempDirectory("whittle-cold-start"));
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(path);
  }
}

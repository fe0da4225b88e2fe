package dev.whittle.cli;

import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the glyph example. */
final class Example {
  static final Path ROOT = root();
  static final Path FOLDER = ROOT.resolve("examples/glyphs");
  static final Path NETWORK = FOLDER.resolve("Glyphs.cnn");
  static final Path WEIGHTS = FOLDER.resolve("Glyphs.safetensors");
  static final Path PICTURES = FOLDER.resolve("pictures");

  private Example() {}

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve("whittle"))) {
      at = at.getParent();
    }
    return at;
  }
}

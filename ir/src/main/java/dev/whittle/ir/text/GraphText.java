package dev.whittle.ir.text;

import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A printed graph.
 *
 * @param text {@code .cnn} source that reads back to an equal graph
 * @param constants the values that the text gives by name and digest only
 */
public record GraphText(String text, Map<String, Tensor> constants) {
  private static final String SOURCE = ".cnn";
  private static final String CONSTANTS = ".constants.safetensors";

  public GraphText {
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
  }

  /**
   * Where the constants of the source {@code file} are: beside it, {@code
   * Net.constants.safetensors}.
   */
  public static Path constantsOf(Path file) {
    String name = String.valueOf(file.getFileName());
    String stem = name.endsWith(SOURCE) ? name.substring(0, name.length() - SOURCE.length()) : name;
    return file.resolveSibling(stem + CONSTANTS);
  }

  /**
   * Writes the constants, when there are any, beside {@code file}, and then the text to it. Each
   * file appears whole or not at all.
   */
  public void write(Path file) throws IOException {
    if (!constants.isEmpty()) {
      Safetensors.write(constantsOf(file), Weights.of(constants), Map.of());
    }
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      Files.writeString(unfinished, text);
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}

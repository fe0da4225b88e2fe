package dev.whittle.cli.model;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxInputs;
import dev.whittle.onnx.OnnxMistake;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * The settings of a model in a file beside it: {@code Net.properties} for {@code Net.onnx}, in
 * UTF-8, with {@code shape.INPUT}, {@code value.INPUT}, {@code preprocess} and {@code labels}, a
 * file whose path starts at the model's folder.
 */
public final class SettingsFile {
  private static final String ENDING = ".properties";
  private static final String SHAPE = "shape.";
  private static final String VALUE = "value.";

  private SettingsFile() {}

  /**
   * What the file says; nothing when it is not there.
   *
   * @param file where it was looked for
   */
  public record Read(Path file, ModelSettings settings, List<Diagnostic> diagnostics) {
    public Read {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** Reads the settings of {@code model}. */
  public static Read beside(Path model) {
    String name = model.getFileName().toString();
    String stem = name.substring(0, name.length() - OnnxImport.ENDING.length());
    Path file = model.resolveSibling(stem + ENDING);
    List<Diagnostic> diagnostics = new ArrayList<>();
    Map<String, String> shapes = new HashMap<>();
    Map<String, String> values = new HashMap<>();
    Optional<String> preprocess = Optional.empty();
    Optional<Path> labels = Optional.empty();
    Properties properties = properties(file, diagnostics);
    for (String key : properties.stringPropertyNames().stream().sorted().toList()) {
      String value = properties.getProperty(key).strip();
      if (key.startsWith(SHAPE)) {
        shapes.put(key.substring(SHAPE.length()), value);
      } else if (key.startsWith(VALUE)) {
        values.put(key.substring(VALUE.length()), value);
      } else if (key.equals(ModelSettings.PREPROCESS)) {
        preprocess = Optional.of(value);
      } else if (key.equals(ModelSettings.LABELS)) {
        labels = path(file, value, diagnostics);
      } else {
        String near =
            Suggestion.didYouMean(key, List.of(ModelSettings.PREPROCESS, ModelSettings.LABELS));
        diagnostics.add(
            mistake(
                file,
                "there is no setting `%s`".formatted(key),
                near.isEmpty()
                    ? "there are shape.INPUT, value.INPUT, preprocess and labels"
                    : near));
      }
    }
    return new Read(
        file, new ModelSettings(new OnnxInputs(shapes, values), preprocess, labels), diagnostics);
  }

  private static Properties properties(Path file, List<Diagnostic> diagnostics) {
    Properties properties = new Properties();
    if (!Files.exists(file)) {
      return properties;
    }
    try (Reader reader = new StringReader(Files.readString(file))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      diagnostics.add(
          mistake(
              file,
              "the settings of the model cannot be read",
              "a text in UTF-8 is expected, with lines such as `labels=classes.txt`"));
    }
    return properties;
  }

  private static Optional<Path> path(Path file, String value, List<Diagnostic> diagnostics) {
    try {
      return Optional.of(file.resolveSibling(value));
    } catch (InvalidPathException e) {
      diagnostics.add(
          mistake(
              file,
              "`labels`: a file expected, is `%s`".formatted(value),
              "the path starts at the model's folder"));
      return Optional.empty();
    }
  }

  private static Diagnostic mistake(Path file, String message, String hint) {
    return OnnxMistake.BAD_SETTING.error(file.getFileName().toString(), message, hint);
  }
}

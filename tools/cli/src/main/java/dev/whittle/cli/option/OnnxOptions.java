package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import dev.whittle.cli.model.ModelSettings;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.OnnxInputs;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What an ONNX model does not say itself. */
public final class OnnxOptions {
  @Option(
      names = "--shape",
      paramLabel = "INPUT=SIZES",
      description =
          "The sizes of an ONNX model's input, image=1x3x224x224; the first may be a letter, which"
              + " leaves the batch open.")
  private Map<String, String> shapes = new LinkedHashMap<>();

  @Option(
      names = "--input-value",
      paramLabel = "INPUT=ELEMENTS",
      description =
          "The value of an ONNX model's input, shape=1,-1,7, which is no input of the network then:"
              + " for sizes, axes and positions, which must be known when it is compiled.")
  private Map<String, String> values = new LinkedHashMap<>();

  @Option(
      names = "--preprocess",
      paramLabel = "TEXT",
      description =
          "How a picture becomes the input of an ONNX model: the arguments of @picture, as 'mean:"
              + " [104, 117, 123], channels: \"BGR\"'.")
  private String preprocess;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "The names of an ONNX model's classes, one on each line.")
  private Path labels;

  /** True when {@code file} is read as an ONNX model. */
  public static boolean isOnnx(Path file) {
    return file.toString().endsWith(OnnxImport.ENDING);
  }

  /**
   * Reads a model.
   *
   * @throws UserError when the options do not fit it
   */
  Imported read(Path file) {
    try {
      return settings().read(file);
    } catch (ModelSettings.Unfit e) {
      throw UserError.usage("--" + e.setting() + ": " + e.getMessage(), e.hint());
    }
  }

  /**
   * Refuses options that a source does not need.
   *
   * @throws UserError when there are any
   */
  void requireNone(Path source) {
    if (!settings().isEmpty()) {
      throw UserError.usage(
          "--shape, --input-value, --preprocess and --labels are for ONNX models",
          "say it in " + source.getFileName() + ": sizes, constants, @picture and @labels");
    }
  }

  private ModelSettings settings() {
    return new ModelSettings(
        new OnnxInputs(shapes, values),
        Optional.ofNullable(preprocess),
        Optional.ofNullable(labels));
  }
}

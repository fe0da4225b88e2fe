package dev.whittle.onnx;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.onnx.message.ExternalData;
import dev.whittle.onnx.message.MalformedMessage;
import dev.whittle.onnx.message.ModelMessage;
import dev.whittle.onnx.message.ModelReader;
import dev.whittle.onnx.translate.Translator;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads ONNX models, operator sets 7 to 23, as networks. Every floating point type is read as f32.
 * Whatever the file holds, the answer is a network or diagnostics that name all that is wrong.
 */
public final class OnnxImport {
  /** The ending of model files. */
  public static final String ENDING = ".onnx";

  private static final int FIRST_SET = 7;
  private static final int LAST_SET = 23;
  private static final String EXPORT_AGAIN = "export the model again with operator set 17";

  private OnnxImport() {}

  /**
   * A model that was read.
   *
   * @param graph absent when something is wrong
   * @param weights the tensors of its parameters, which share the file's memory
   * @param files the files beside the model in which tensors were looked for, as absolute paths
   */
  public record Imported(
      Optional<Graph> graph, Weights weights, List<Diagnostic> diagnostics, Set<Path> files) {
    public Imported {
      diagnostics = List.copyOf(diagnostics);
      files = Set.copyOf(files);
    }

    /** The same with another graph of the same parameters. */
    public Imported with(Graph graph) {
      return new Imported(Optional.of(graph), weights, diagnostics, files);
    }
  }

  /**
   * Reads a model file and the files its tensors are in.
   *
   * @param shapes for some inputs their sizes, as {@code 1x3x224x224}; the first may be a name,
   *     which leaves it open
   */
  public static Imported read(Path file, Map<String, String> shapes) {
    return read(file, OnnxInputs.of(shapes));
  }

  /** As {@link #read(Path, Map)}, with values for some inputs, too. */
  public static Imported read(Path file, OnnxInputs given) {
    String name = String.valueOf(file.getFileName());
    if (Files.isDirectory(file)) {
      return failed(
          OnnxMistake.UNREADABLE.error(name, "the model is a folder, a file expected", ""));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE) {
        return failed(
            OnnxMistake.TOO_LARGE.error(
                name,
                "the model has %d bytes, at most %d expected"
                    .formatted(channel.size(), Integer.MAX_VALUE),
                "save it with external data"));
      }
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return read(bytes, name, file.toAbsolutePath().getParent(), given);
    } catch (NoSuchFileException e) {
      return failed(OnnxMistake.UNREADABLE.error(name, "the model file does not exist", ""));
    } catch (IOException e) {
      return failed(OnnxMistake.UNREADABLE.error(name, "the model file cannot be read", ""));
    }
  }

  /**
   * Reads a model's content.
   *
   * @param file what diagnostics call it; the network's name is made of it
   * @param folder where files with tensors are looked for
   */
  public static Imported read(MemorySegment bytes, String file, Path folder, OnnxInputs given) {
    ModelMessage model;
    try {
      model = ModelReader.read(bytes);
    } catch (MalformedMessage e) {
      return failed(
          OnnxMistake.MALFORMED.error(
              file,
              "%s, at byte %d".formatted(e.getMessage(), e.offset()),
              "the file is damaged, or no ONNX model"));
    }
    if (!model.hasGraph()) {
      return failed(
          OnnxMistake.MALFORMED.error(
              file, "there is no graph in it", "the file is damaged, or no ONNX model"));
    }
    Long set = model.operatorSets().get("");
    if (set == null || set < FIRST_SET || set > LAST_SET) {
      return failed(
          OnnxMistake.OPERATOR_SET.error(
              file,
              "operator set %d to %d expected, the model has %s"
                  .formatted(FIRST_SET, LAST_SET, set == null ? "none" : set.toString()),
              EXPORT_AGAIN));
    }
    ExternalData external = new ExternalData(folder);
    Translator.Result result =
        Translator.translate(model, file, networkName(file), set.intValue(), external, given);
    return new Imported(result.graph(), result.weights(), result.problems(), external.lookedFor());
  }

  private static Imported failed(Diagnostic diagnostic) {
    return new Imported(Optional.empty(), Weights.of(Map.of()), List.of(diagnostic), Set.of());
  }

  /** The file's name without its ending, as a name that needs no backticks. */
  static String networkName(String file) {
    String stem = file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
    String name = stem.replaceAll("[^A-Za-z0-9_]", "_");
    return name.isEmpty() || Character.isDigit(name.charAt(0)) ? "_" + name : name;
  }
}

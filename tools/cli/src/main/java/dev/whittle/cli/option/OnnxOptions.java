package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.text.Spelling;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.runtime.Preprocessing;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
    Imported imported = OnnxImport.read(file, shapes);
    return new Imported(
        imported.graph().map(this::described), imported.weights(), imported.diagnostics());
  }

  /**
   * Refuses options that a source does not need.
   *
   * @throws UserError when there are any
   */
  void requireNone(Path source) {
    if (!shapes.isEmpty() || preprocess != null || labels != null) {
      throw UserError.usage(
          "--shape, --preprocess and --labels are for ONNX models",
          "say it in " + source.getFileName() + ": sizes, @picture and @labels");
    }
  }

  /** {@code graph} with the pictures and labels that were asked for, on its first ports. */
  private Graph described(Graph graph) {
    if (preprocess == null && labels == null) {
      return graph;
    }
    Optional<Preprocessing> pictures =
        preprocess == null
            ? Optional.empty()
            : ((Input)
                    annotated(
                            "--preprocess",
                            "@picture(" + preprocess + ")",
                            "",
                            graph.inputs().getFirst().type())
                        .inputs()
                        .getFirst()
                        .op())
                .preprocessing();
    Output first = graph.outputs().getFirst();
    List<String> names =
        labels == null
            ? first.labels()
            : annotated(
                    "--labels",
                    "",
                    "@labels(" + Spelling.string(labels.toAbsolutePath().toString()) + ")",
                    graph.type(first.value()))
                .outputs()
                .getFirst()
                .labels();
    return rebuilt(graph, pictures, names);
  }

  /** A network of one value with annotations on its input and output. */
  private static Graph annotated(String option, String input, String output, TensorType type) {
    String text =
        "network Port {\n%s input value: %s\n%s output result = value\n}\n"
            .formatted(input, Spelling.type(type), output);
    Loaded loaded = Cnn.read(option, text, Path.of("").toAbsolutePath());
    if (!loaded.diagnostics().isEmpty() || loaded.graph().isEmpty()) {
      Diagnostic first = loaded.diagnostics().getFirst();
      throw UserError.usage(option + ": " + first.message(), first.hint());
    }
    return loaded.graph().get();
  }

  private static Graph rebuilt(Graph graph, Optional<Preprocessing> pictures, List<String> labels) {
    Graph.Builder builder = Graph.builder(graph.name(), graph.origin());
    boolean isFirst = true;
    for (Node node : graph.nodes()) {
      boolean isPicture = isFirst && node.op() instanceof Input;
      isFirst &= !isPicture;
      builder.add(
          node.name(),
          isPicture ? new Input(node.type(), pictures) : node.op(),
          node.origin(),
          node.operands().toArray(Value[]::new));
    }
    List<Output> outputs = graph.outputs();
    for (int i = 0; i < outputs.size(); i++) {
      builder.output(
          outputs.get(i).name(), outputs.get(i).value(), i == 0 ? labels : outputs.get(i).labels());
    }
    return builder.build();
  }
}

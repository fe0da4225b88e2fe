package dev.whittle.cli.model;

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
import dev.whittle.onnx.OnnxInputs;
import dev.whittle.runtime.Preprocessing;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What an ONNX model does not say itself.
 *
 * @param inputs the sizes and values of inputs
 * @param preprocess how a picture becomes the first input: the arguments of {@code @picture}
 * @param labels a file with the names of the classes of the first output, one on each line
 */
public record ModelSettings(OnnxInputs inputs, Optional<String> preprocess, Optional<Path> labels) {
  /** The name of {@link #preprocess} among options and in files. */
  public static final String PREPROCESS = "preprocess";

  /** The name of {@link #labels} among options and in files. */
  public static final String LABELS = "labels";

  /** A setting that does not fit the model. */
  public static final class Unfit extends Exception {
    private static final long serialVersionUID = 1L;

    private final String setting;
    private final String hint;

    private Unfit(String setting, String message, String hint) {
      super(message);
      this.setting = setting;
      this.hint = hint;
    }

    /** The setting's name. */
    public String setting() {
      return setting;
    }

    public String hint() {
      return hint;
    }
  }

  /** True when nothing is said. */
  public boolean isEmpty() {
    return inputs.shapes().isEmpty()
        && inputs.values().isEmpty()
        && preprocess.isEmpty()
        && labels.isEmpty();
  }

  /**
   * Reads a model.
   *
   * @throws Unfit when pictures or labels do not fit it; shapes and values are among its
   *     diagnostics
   */
  public Imported read(Path file) throws Unfit {
    Imported imported = OnnxImport.read(file, inputs);
    Optional<Graph> graph = imported.graph();
    return graph.isEmpty() ? imported : imported.with(described(graph.get()));
  }

  /** {@code graph} with the pictures and labels that were asked for, on its first ports. */
  private Graph described(Graph graph) throws Unfit {
    if (preprocess.isEmpty() && labels.isEmpty()) {
      return graph;
    }
    Optional<Preprocessing> pictures = Optional.empty();
    if (preprocess.isPresent()) {
      Graph port =
          annotated(
              PREPROCESS,
              "@picture(" + preprocess.get() + ")",
              "",
              graph.inputs().getFirst().type());
      pictures = ((Input) port.inputs().getFirst().op()).preprocessing();
    }
    Output first = graph.outputs().getFirst();
    List<String> names = first.labels();
    if (labels.isPresent()) {
      String file = Spelling.string(labels.get().toAbsolutePath().toString());
      names =
          annotated(LABELS, "", "@labels(" + file + ")", graph.type(first.value()))
              .outputs()
              .getFirst()
              .labels();
    }
    return rebuilt(graph, pictures, names);
  }

  /** A network of one value with annotations on its input and output. */
  private static Graph annotated(String setting, String input, String output, TensorType type)
      throws Unfit {
    String text =
        "network Port {\n%s input value: %s\n%s output result = value\n}\n"
            .formatted(input, Spelling.type(type), output);
    Loaded loaded = Cnn.read(setting, text, Path.of("").toAbsolutePath());
    if (!loaded.diagnostics().isEmpty() || loaded.graph().isEmpty()) {
      Diagnostic first = loaded.diagnostics().getFirst();
      throw new Unfit(setting, first.message(), first.hint());
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

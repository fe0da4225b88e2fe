package dev.whittle.cli.option;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.measure.MadeUpWeights;
import dev.whittle.cli.output.Diagnostics;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.WeightsCheck;
import dev.whittle.ir.op.Parameter;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.Safetensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which network, and where its weights are. */
public final class Network {
  private static final String WEIGHTS_ENDING = ".safetensors";

  @Parameters(
      index = "0",
      paramLabel = "NETWORK",
      description = "The network's .cnn or .onnx file.")
  private Path file;

  @Option(
      names = {"-w", "--weights"},
      paramLabel = "FILE",
      description =
          "Its weights, a .safetensors file. Default: the file of the same name beside the"
              + " network; an .onnx file holds its own.")
  private Path weights;

  @Option(
      names = "--random-weights",
      description = "Make the weights up: good for timing, not for answers.")
  private boolean isMadeUp;

  @Option(
      names = "--network",
      paramLabel = "NAME",
      description = "Which network, when the file holds several.")
  private String name;

  @ArgGroup(exclusive = false)
  private OnnxOptions onnx = new OnnxOptions();

  private Imported imported;

  /** A network without command line: {@code file} and the weights beside it. */
  public static Network of(Path file) {
    Network network = new Network();
    network.file = file;
    return network;
  }

  /**
   * A second network to look at beside this one; what the options say of ONNX models goes for both.
   *
   * @throws UserError when this one's weights are made up: the other's would be others
   */
  Network other(Path otherFile, Optional<Path> otherWeights, Optional<String> otherName) {
    if (isMadeUp) {
      throw UserError.usage(
          "--random-weights makes up other weights for each network", "give weights for both");
    }
    Network other = of(otherFile);
    other.weights = otherWeights.orElse(null);
    other.name = otherName.orElse(null);
    if (OnnxOptions.isOnnx(otherFile)) {
      other.onnx = onnx;
      onnx = OnnxOptions.isOnnx(file) ? onnx : new OnnxOptions();
    }
    return other;
  }

  public Path file() {
    return file;
  }

  /**
   * Reads the source; warnings go to standard error.
   *
   * @throws SourceError when it has mistakes
   */
  public Graph graph(Output output) {
    if (isOnnx()) {
      Graph graph =
          imported()
              .graph()
              .orElseThrow(() -> new SourceError(imported().diagnostics(), directory()));
      return chosen(List.of(graph)).getFirst();
    }
    Loaded loaded = Cnn.load(file, Optional.ofNullable(name));
    Graph graph = loaded.graph().orElseThrow(() -> problem(loaded.diagnostics()));
    warn(loaded.diagnostics(), output);
    return graph;
  }

  /** The folder of the source, which file names in diagnostics start from. */
  public Path directory() {
    return file.toAbsolutePath().getParent();
  }

  /**
   * True when the network is an ONNX model.
   *
   * @throws UserError when it is not, and options say what only a model needs
   */
  public boolean isOnnx() {
    if (OnnxOptions.isOnnx(file)) {
      return true;
    }
    onnx.requireNone(file);
    return false;
  }

  private Imported imported() {
    if (imported == null) {
      imported = onnx.read(file);
    }
    return imported;
  }

  private RuntimeException problem(List<Diagnostic> diagnostics) {
    Diagnostic first = diagnostics.getFirst();
    return name == null && first.code().equals(Mistake.NO_SUCH_NETWORK.code())
        ? UserError.usage(file + ": " + first.message(), "choose one with --network NAME")
        : new SourceError(diagnostics, directory());
  }

  private void warn(List<Diagnostic> warnings, Output output) {
    if (!warnings.isEmpty() && !output.isJson()) {
      output.err().print(Diagnostics.text(warnings, directory()));
      output.err().flush();
    }
  }

  /**
   * Reads source and weights and checks that they fit.
   *
   * @throws SourceError when they do not
   */
  public Source load(Output output) {
    Graph graph = graph(output);
    if (isMadeUp) {
      return new Source(file, graph, MadeUpWeights.of(graph));
    }
    if (holdsWeights()) {
      return new Source(file, graph, imported().weights());
    }
    if (graph.nodes().stream().noneMatch(node -> node.op() instanceof Parameter)) {
      return new Source(file, graph, Weights.of(Map.of()));
    }
    Path path =
        weightsFile()
            .orElseThrow(() ->
                UserError.data(
                    "%s: there is no %s beside it".formatted(file, besides().getFileName()),
                    "give the weights with --weights FILE, or --random-weights to measure time"));
    WeightsCheck.Checked checked = WeightsCheck.open(graph, path);
    if (checked.hasErrors()) {
      throw new SourceError(checked.diagnostics(), directory());
    }
    warn(checked.diagnostics(), output);
    return new Source(file, graph, checked.weights().orElseThrow());
  }

  /** Reads the source, and weights where there are any: a file or, when asked for, made up. */
  public Source loadIfAny(Output output) {
    Graph graph = graph(output);
    return new Source(file, graph, isMadeUp ? MadeUpWeights.of(graph) : weightsIfAny());
  }

  /**
   * Those of {@code graphs} that are meant: all, or the one of the name given.
   *
   * @throws UserError when none has the name
   */
  public List<Graph> chosen(List<Graph> graphs) {
    List<Graph> chosen =
        graphs.stream().filter(g -> name == null || g.name().equals(name)).toList();
    if (chosen.isEmpty() && name != null) {
      throw UserError.usage(
          file + ": there is no network called " + name,
          "`whittle check` lists the file's networks");
    }
    return chosen;
  }

  /** What is wrong with the weights of {@code graph}; nothing when there are none. */
  public List<Diagnostic> weightsProblems(Graph graph) {
    return weightsFile()
        .map(path -> WeightsCheck.open(graph, path).diagnostics())
        .orElse(List.of());
  }

  /** The weights when there are any, else no tensors. */
  public Weights weightsIfAny() {
    if (holdsWeights()) {
      return imported().weights();
    }
    return weightsFile().<Weights>map(Safetensors::open).orElse(Weights.of(Map.of()));
  }

  /** The weights file: the one given, else the one beside the network when there is one. */
  public Optional<Path> weightsFile() {
    return weights != null
        ? Optional.of(weights)
        : Optional.of(besides()).filter(b -> !holdsWeights() && Files.isRegularFile(b));
  }

  private boolean holdsWeights() {
    return weights == null && OnnxOptions.isOnnx(file);
  }

  private Path besides() {
    String source = file.getFileName().toString();
    int dot = source.lastIndexOf('.');
    return file.resolveSibling((dot < 0 ? source : source.substring(0, dot)) + WEIGHTS_ENDING);
  }
}

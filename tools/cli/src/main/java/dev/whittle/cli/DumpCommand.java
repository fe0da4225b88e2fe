package dev.whittle.cli;

import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.tensor.NpzWriter;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle dump}: every tensor of one run. */
@Command(
    name = "dump",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a network once on the reference evaluator and writes the tensor of every node to a"
          + " NumPy .npz file. A slash in a node's name stays: numpy.load(file)['fire2/expand1x1'].%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle dump examples/glyphs/Glyphs.cnn -p examples/glyphs/pictures/Q-shaded.png -o q.npz",
      "  whittle dump examples/glyphs/Glyphs.cnn -o random.npz --json"
    })
final class DumpCommand implements Callable<Integer> {
  @Mixin private Network network;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The .npz file to write.")
  private Path target;

  @Option(
      names = {"-p", "--picture"},
      paramLabel = "FILE",
      description = "The picture to run on. Default: random numbers.")
  private Path picture;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Mixin private Output output;

  @Override
  public Integer call() {
    Source source = network.load(output);
    Graph graph = source.graph().bindAll(1);
    Evaluation evaluation = ReferenceEvaluator.trace(graph, source.weights(), inputs(graph));
    Map<String, Tensor> tensors = tensors(evaluation);
    NpzWriter.write(target, tensors);
    print(tensors);
    return ExitCode.OK.code();
  }

  private Map<String, Tensor> inputs(Graph graph) {
    Random random = new Random(seed);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Node node : graph.inputs()) {
      inputs.put(
          node.name(),
          picture == null
              ? RandomInputs.tensor(node.type().element(), node.type().shape().sizes(), random)
              : decoded(node));
    }
    return inputs;
  }

  private Tensor decoded(Node node) {
    return ((Input) node.op())
        .preprocessing()
        .map(preprocessing -> new PictureInput(preprocessing).tensor(Picture.read(picture)))
        .orElseThrow(() ->
            UserError.usage(
                "the input " + node.name() + " takes no picture",
                "declare how with @picture, or leave --picture out"));
  }

  private static Map<String, Tensor> tensors(Evaluation evaluation) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : evaluation.graph().nodes()) {
      if (node.op() instanceof Parameter || node.op() instanceof Constant) {
        continue;
      }
      for (int i = 0; i < node.types().size(); i++) {
        String name = node.types().size() == 1 ? node.name() : node.name() + "." + i;
        tensors.put(name, evaluation.value(new Value(node.id(), i)));
      }
    }
    return tensors;
  }

  private void print(Map<String, Tensor> tensors) {
    if (output.isJson()) {
      List<Json> entries = new ArrayList<>();
      tensors.forEach((name, tensor) ->
          entries.add(Json.object().put("name", name).put("type", tensor.toString()).build()));
      output.print(
          Json.object().put("file", target.toString()).put("tensors", Json.array(entries)).build());
      return;
    }
    long bytes = tensors.values().stream().mapToLong(t -> t.data().byteSize()).sum();
    output.print("%s: %d tensors, %s%n".formatted(target, tensors.size(), Units.bytes(bytes)));
  }
}

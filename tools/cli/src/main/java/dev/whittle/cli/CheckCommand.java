package dev.whittle.cli;

import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Diagnostics;
import dev.whittle.cli.pipeline.PipelineSummary;
import dev.whittle.cli.show.Summary;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.passes.pipeline.Bound;
import dev.whittle.passes.pipeline.PipelineBinder;
import dev.whittle.runtime.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle check}: is the source right? */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks a source, and the weights when there are any, and reports every mistake with its"
          + " place, what was expected and a hint. A file may hold several networks and pipelines."
          + "%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle check examples/glyphs/Glyphs.cnn",
      "  whittle check examples/glyphs/Glyphs.cnn --strict --json",
      "  whittle check fast.pipeline"
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private Network network;

  @Option(names = "--strict", description = "Let warnings fail, too.")
  private boolean isStrict;

  @Mixin private Output output;

  @Override
  public Integer call() {
    Loaded loaded = loaded();
    Set<Diagnostic> found = new LinkedHashSet<>(loaded.diagnostics());
    List<Graph> graphs = network.chosen(loaded.graphs());
    for (PipelineSpec spec : loaded.pipelines()) {
      Bound bound = PipelineBinder.bind(spec);
      found.addAll(bound.diagnostics());
      if (loaded.graphs().size() == 1) {
        Graph graph = loaded.graphs().getFirst();
        bound.pipeline().ifPresent(pipeline -> found.addAll(pipeline.problems(graph)));
      }
    }
    if (!loaded.hasErrors()) {
      graphs.forEach(graph -> found.addAll(network.weightsProblems(graph)));
    }
    List<Diagnostic> diagnostics = List.copyOf(found);
    boolean isWrong = diagnostics.stream().anyMatch(d -> isStrict || d.isError());
    if (isWrong) {
      throw new SourceError(diagnostics, network.directory());
    }
    if (output.isJson()) {
      output.print(
          Json.object()
              .put("networks", Json.array(graphs.stream().map(Summary::json).toList()))
              .put(
                  "pipelines",
                  Json.array(loaded.pipelines().stream().map(PipelineSummary::json).toList()))
              .put("diagnostics", Diagnostics.json(diagnostics))
              .build());
      return ExitCode.OK.code();
    }
    if (!diagnostics.isEmpty()) {
      output.print(Diagnostics.text(diagnostics, network.directory()));
    }
    graphs.forEach(graph -> output.print(Summary.text(graph)));
    loaded.pipelines().forEach(spec -> output.print(PipelineSummary.text(spec)));
    return ExitCode.OK.code();
  }

  private Loaded loaded() {
    return network.isOnnx()
        ? new Loaded(List.of(network.graph(output)), List.of(), List.of(), Set.of(network.file()))
        : Cnn.check(network.file());
  }
}

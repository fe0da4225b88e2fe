package dev.whittle.cli.build;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.pipeline.ChosenPipeline;
import dev.whittle.ir.Graph;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.pipeline.Pipelines;
import java.util.List;
import java.util.stream.Stream;

/** Looks whether a network can be compiled by the pipeline that the project names. */
final class PipelineCheck {
  private PipelineCheck() {}

  /**
   * Adds to {@code findings} what is wrong with the pipeline.
   *
   * @param own the pipelines of the network's file
   * @throws dev.whittle.cli.UserError when a file of pipelines was named that does not hold it
   */
  static void check(
      String pipeline, ProjectFile source, Graph graph, List<PipelineSpec> own, Findings findings) {
    if (ChosenPipeline.isOwn(pipeline) && own.stream().noneMatch(p -> p.name().equals(pipeline))) {
      List<String> names =
          Stream.concat(
                  Pipelines.all().stream().map(Pipeline::name),
                  own.stream().map(PipelineSpec::name))
              .toList();
      String near = Suggestion.didYouMean(pipeline, names);
      findings.add(
          source.folder(),
          PipelineMistake.UNKNOWN_PIPELINE.error(
              graph.origin().span(),
              "there is no pipeline `%s` for the network `%s`".formatted(pipeline, graph.name()),
              near.isEmpty() ? "there are " + String.join(", ", names) : near));
      return;
    }
    try {
      ChosenPipeline.find(pipeline, source.path());
    } catch (SourceError e) {
      findings.addAll(e.directory(), e.diagnostics());
    }
  }
}

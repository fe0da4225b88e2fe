package dev.whittle.cli.build;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.guard.Guards;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.pipeline.ChosenPipeline;
import dev.whittle.cli.report.Reports;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.Timings;
import dev.whittle.passes.times.Work;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Compiles one network after another as a project asks for, and holds each to its guards. */
final class NetworkBuild {
  private final CompilerOptions options;
  private final Findings findings;
  private final Output output;

  NetworkBuild(CompilerOptions options, Findings findings, Output output) {
    this.options = options;
    this.findings = findings;
    this.output = output;
  }

  /** A network that was read without mistakes. */
  record Ready(ProjectFile source, Graph graph, Weights weights, KernelTimes times) {
    String className() {
      return source.className(graph.name());
    }

    Source loaded() {
      return new Source(source.path(), graph, weights);
    }
  }

  /**
   * A compiled network.
   *
   * @param report a page about it, when one is wanted
   * @param missed what the lock file lacks times for
   */
  record Made(CompiledNetwork network, Optional<String> report, List<Work> missed) {}

  /** Compiles {@code ready}; absent when that is a mistake, which is among the findings then. */
  Optional<Made> compile(Ready ready) throws IOException {
    Path folder = ready.source().folder();
    try {
      ChosenPipeline chosen = ChosenPipeline.find(options.pipeline(), ready.source().path());
      findings.addAll(chosen.directory(), chosen.pipeline().problems(ready.graph()));
      return compile(ready, chosen);
    } catch (UserError e) {
      throw new UserError(e.exitCode(), ready.source().text() + ": " + e.getMessage(), e.hint());
    } catch (SourceError e) {
      findings.addAll(e.directory(), e.diagnostics());
    } catch (PassFailure e) {
      findings.add(folder, e.diagnostic());
    }
    return Optional.empty();
  }

  private Optional<Made> compile(Ready ready, ChosenPipeline chosen) throws IOException {
    try {
      Timings timings = Timings.of(ready.times());
      CompiledNetwork compiled = compile(ready, chosen, options.lanes(), timings);
      Guards.require(
          chosen,
          ready.loaded(),
          compiled,
          options.lanes(),
          Vectors.lanes(),
          () -> compile(ready, chosen, List.of(Vectors.lanes()), timings),
          output);
      return Optional.of(new Made(compiled, report(ready, chosen, timings), timings.missed()));
    } catch (PassFailure e) {
      if (PipelineMistake.find(e.diagnostic().code()).isEmpty()) {
        throw e;
      }
      findings.add(chosen.directory(), e.diagnostic());
      return Optional.empty();
    }
  }

  private CompiledNetwork compile(
      Ready ready, ChosenPipeline chosen, List<Integer> lanes, Timings timings) {
    NetworkCompiler.Settings settings =
        new NetworkCompiler.Settings(
            ready.source().packageName(),
            chosen.pipeline()::forTarget,
            lanes,
            options.batches(),
            options.threads(),
            PassContext.UNLIMITED,
            (pass, graph) -> {},
            timings);
    return NetworkCompiler.compile(ready.graph(), ready.weights(), settings);
  }

  private Optional<String> report(Ready ready, ChosenPipeline chosen, Timings timings) {
    if (!options.isReported()) {
      return Optional.empty();
    }
    Target target = new Target(options.lanes().getFirst(), options.threads());
    return Optional.of(
        Reports.page(
            ready.loaded(),
            chosen.pipeline().forTarget(target),
            target,
            options.batches().getFirst(),
            timings));
  }
}

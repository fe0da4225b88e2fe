package dev.whittle.cli;

import dev.whittle.cli.measure.Compilations;
import dev.whittle.cli.measure.MadeUpInput;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Batch;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.option.Timing;
import dev.whittle.cli.output.CompilationReport;
import dev.whittle.cli.output.ProfileReport;
import dev.whittle.cli.output.Progress;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Profile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle profile}: where the time goes. */
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows the time of every node: milliseconds, GFLOP/s and share, with the source line it was"
          + " written in and the kernel that does the work.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle profile examples/glyphs/Glyphs.cnn",
      "  whittle profile examples/glyphs/Glyphs.cnn --threads 1 --pipeline none",
      "  whittle profile examples/glyphs/Glyphs.cnn --compilations"
    })
final class ProfileCommand implements Callable<Integer> {
  @Mixin private Network network;
  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Batch batch;
  @Mixin private Timing timing;

  @Option(
      names = "--compilations",
      description =
          "Also show how many methods were generated, which of them the JVM's second compiler (C2)"
              + " compiled during the warm-up, and how long it took.")
  private boolean showsCompilations;

  @Mixin private Output output;

  @Override
  public Integer call() {
    int runs = timing.runs();
    Source source = network.load(output);
    Options options =
        Options.standard().withLanes(compiling.lanes()).withThreads(threads.count()).profiled();
    CompiledNetwork compiled = compiling.compile(source, List.of(batch.size()), threads.count());
    try (Model model = compiled.load(options)) {
      MadeUpInput input = MadeUpInput.of(model, batch.size());
      Optional<Compilations> compilations =
          warmUp(compiled, () -> Stopwatch.warmUp(input::run, timing.warmUpSeconds()));
      model.clearProfile();
      try (Progress progress = output.progress("profiling", runs)) {
        Stopwatch.time(input::run, runs, progress);
      }
      for (Profile profile : model.profiles()) {
        print(profile, compilations);
      }
    }
    return ExitCode.OK.code();
  }

  private Optional<Compilations> warmUp(CompiledNetwork compiled, Runnable task) {
    if (showsCompilations) {
      return Optional.of(
          Compilations.during(task, compiled.classes().keySet(), compiled.methodSizes().size()));
    }
    task.run();
    return Optional.empty();
  }

  private void print(Profile profile, Optional<Compilations> compilations) {
    if (output.isJson()) {
      output.print(
          compilations
              .map(c -> ProfileReport.json(profile, c))
              .orElseGet(() -> ProfileReport.json(profile)));
    } else {
      output.print(ProfileReport.text(profile));
      compilations.ifPresent(c -> output.print("\n" + CompilationReport.text(c)));
    }
  }
}

package dev.whittle.cli;

import dev.whittle.cli.measure.MadeUpInput;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Batch;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.option.Timing;
import dev.whittle.cli.output.ProfileReport;
import dev.whittle.cli.output.Progress;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Profile;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
      "  whittle profile examples/glyphs/Glyphs.cnn --threads 1 --pipeline none"
    })
final class ProfileCommand implements Callable<Integer> {
  @Mixin private Network network;
  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Batch batch;
  @Mixin private Timing timing;
  @Mixin private Output output;

  @Override
  public Integer call() {
    int runs = timing.runs();
    Source source = network.load(output);
    Options options =
        Options.standard().withLanes(compiling.lanes()).withThreads(threads.count()).profiled();
    try (Model model =
        compiling.compile(source, List.of(batch.size()), threads.count()).load(options)) {
      MadeUpInput input = MadeUpInput.of(model, batch.size());
      Stopwatch.warmUp(input::run, timing.warmUpSeconds());
      model.clearProfile();
      try (Progress progress = output.progress("profiling", runs)) {
        Stopwatch.time(input::run, runs, progress);
      }
      for (Profile profile : model.profiles()) {
        if (output.isJson()) {
          output.print(ProfileReport.json(profile));
        } else {
          output.print(ProfileReport.text(profile));
        }
      }
    }
    return ExitCode.OK.code();
  }
}

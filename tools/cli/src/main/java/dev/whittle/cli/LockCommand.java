package dev.whittle.cli;

import dev.whittle.cli.lock.LockFile;
import dev.whittle.cli.lock.Processor;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.output.Units;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle lock}: times every kernel a network could use, for builds to choose by. */
@Command(
    name = "lock",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times every kernel that could run a layer of the network, and the layout conversions between"
          + " them, and writes the times to the network's lock file. Whatever compiles the network"
          + " from then on chooses by them; a build never measures.",
      "",
      "What the file has times for is not measured again: delete it to start anew. Times depend on"
          + " shapes and processors, not on weights, so files can be shared and merged.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle lock examples/glyphs/Glyphs.cnn",
      "  whittle lock Net.cnn --random-weights --batch 1,8 --threads 1,4",
      "  whittle lock Net.cnn --lock shared.kernels"
    })
final class LockCommand implements Callable<Integer> {
  @Mixin private Network network;

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N,…",
      split = ",",
      defaultValue = "1",
      description = "Batch sizes to measure. Default: ${DEFAULT-VALUE}.")
  private List<Integer> batches;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N,…",
      split = ",",
      defaultValue = "1",
      description = "Numbers of threads to measure with. Default: ${DEFAULT-VALUE}.")
  private List<Integer> threads;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "0.5",
      description =
          "Run the kernels of a layer this long before measuring, and on until the JVM's compiler"
              + " is quiet. Default: ${DEFAULT-VALUE}.")
  private double warmUp;

  @Mixin private Compiling compiling;
  @Mixin private Output output;

  @Override
  public Integer call() {
    check("--batch", batches);
    check("--threads", threads);
    if (!(warmUp >= 0 && warmUp <= 60)) {
      throw UserError.usage("--warm-up " + warmUp + " is out of range", "use 0 to 60 seconds");
    }
    if (compiling.lanes() > Vectors.lanes()) {
      throw UserError.usage(
          "this machine has no vectors of %d floats".formatted(compiling.lanes()),
          "it has vectors of %d".formatted(Vectors.lanes()));
    }
    Source source = network.load(output);
    Timings timings = compiling.measuredTimes(source.file(), true, warmUp);
    for (int batch : batches) {
      for (int count : threads) {
        compiling.plan(source, batch, count, timings);
      }
    }
    Path file = compiling.lockFile(source.file());
    if (timings.taken() > 0) {
      LockFile.write(timings.times(), file);
    }
    if (output.isJson()) {
      output.print(
          Json.object()
              .put("file", file.toString())
              .put("processor", Processor.family())
              .put("measured", timings.taken())
              .put("entries", timings.times().entries().size())
              .build());
    } else {
      output.print(
          "%s: %s of %s on %s measured%n"
              .formatted(
                  file,
                  Units.count(timings.taken()),
                  Units.plural(timings.times().entries().size(), "time"),
                  Processor.family()));
    }
    return ExitCode.OK.code();
  }

  private static void check(String option, List<Integer> numbers) {
    if (numbers.isEmpty() || numbers.stream().anyMatch(n -> n < 1 || n > 1024)) {
      throw UserError.usage(option + " is out of range", "use numbers from 1 to 1024");
    }
  }
}

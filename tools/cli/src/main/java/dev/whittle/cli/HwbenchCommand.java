package dev.whittle.cli;

import dev.whittle.cli.hwbench.BreakEven;
import dev.whittle.cli.hwbench.KernelBench;
import dev.whittle.cli.hwbench.Suite;
import dev.whittle.cli.lock.LockFile;
import dev.whittle.cli.lock.Processor;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Lock;
import dev.whittle.cli.option.Output;
import dev.whittle.passes.Target;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code whittle hwbench}: are the kernels that are chosen the fastest there are? */
@Command(
    name = "hwbench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Times every kernel that could run a convolution on this machine, in turns, and marks the one"
          + " that is picked: for the convolutions of networks, or of suites of well-known layers.",
      "",
      "The noise is told by timing the pick twice. A kernel's own time counts, and of the layout"
          + " conversions around it what the other candidates would not need.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle hwbench",
      "  whittle hwbench examples/squeezenet/SqueezeNet.cnn --assert",
      "  whittle hwbench --suite nnpack --batch 8 --json",
      "  whittle hwbench --sparse",
      "  whittle hwbench --suite nnpack,mixed --times all.kernels --fit times.model"
    })
final class HwbenchCommand implements Callable<Integer> {
  private static final String ASSERT = "--assert";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NETWORK", arity = "0..*", description = "Networks' .cnn files.")
  private List<Path> networks = List.of();

  @Option(
      names = "--suite",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "Layers to measure: ${COMPLETION-CANDIDATES}. Default, without a network: nnpack,"
              + " squeezenet.")
  private List<Suite> suites = List.of();

  @Option(
      names = {"-b", "--batch"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Pictures that go through together. Default: ${DEFAULT-VALUE}.")
  private int batch;

  @Option(
      names = {"-t", "--threads"},
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads to measure with. Default: ${DEFAULT-VALUE}.")
  private int threads;

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description = "Floats per vector. Default: the widest this machine offers.")
  private Integer lanes;

  @Option(
      names = "--lock",
      paramLabel = "FILE",
      description = "Pick by these times instead of the cost model.")
  private Path lock;

  @Option(
      names = "--times",
      paramLabel = "FILE",
      description = "Keep what is measured there, and do not measure again what is there.")
  private Path times;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "0.5",
      description =
          "Run the kernels of a layer this long before measuring, and on until the JVM's compiler"
              + " is quiet. Default: ${DEFAULT-VALUE}.")
  private double warmUp;

  @Option(
      names = ASSERT,
      description =
          "Time all again in a fresh JVM; fail when a pick is more than 5 %% slower there than the"
              + " best, and more than the noise.")
  private boolean isAsserted;

  @Option(
      names = "--fit",
      paramLabel = "FILE",
      description = "Fit the cost model to what was measured, and write its weights there.")
  private Path model;

  @Option(
      names = "--sparse",
      description =
          "Time kernels that leave zeros out at several densities instead, and tell from which"
              + " density on they are faster.")
  private boolean isSparse;

  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    int width = lanes == null ? Vectors.lanes() : lanes;
    Compiling.checkWidth(width);
    check(width);
    if (isSparse) {
      new BreakEven(batch, new Target(width, threads), Lock.pace(warmUp)).run(output);
      return ExitCode.OK.code();
    }
    List<Suite> chosen =
        suites.isEmpty() && networks.isEmpty() ? List.of(Suite.NNPACK, Suite.SQUEEZENET) : suites;
    KernelBench bench =
        new KernelBench(
            networks,
            chosen,
            batch,
            new Target(width, threads),
            lock == null ? Timings.none() : Timings.here(LockFile.read(lock), Processor.family()),
            times == null ? Optional.empty() : Optional.of(times),
            Lock.pace(warmUp),
            output);
    boolean isGood = isAsserted ? bench.runTwice(freshArguments()) : bench.run();
    if (model != null) {
      bench.fit(model);
    }
    return (isGood ? ExitCode.OK : ExitCode.SLOW_PICK).code();
  }

  private void check(int width) {
    if (width > Vectors.lanes()) {
      throw UserError.usage(
          "this machine has no vectors of %d floats".formatted(width),
          "it has vectors of %d".formatted(Vectors.lanes()));
    }
    if (batch < 1 || batch > 1024 || threads < 1 || threads > 1024) {
      throw UserError.usage("--batch or --threads is out of range", "use 1 to 1024");
    }
    if (lock != null && !Files.isRegularFile(lock)) {
      throw UserError.data(lock + ": there is no such file", "`whittle lock` writes one");
    }
    if (!(warmUp >= 0 && warmUp <= 60)) {
      throw UserError.usage("--warm-up " + warmUp + " is out of range", "use 0 to 60 seconds");
    }
    if (isAsserted && times != null) {
      throw UserError.usage("--assert measures all again", "leave --times out");
    }
    if (isSparse && !(networks.isEmpty() && suites.isEmpty() && !isAsserted && model == null)) {
      throw UserError.usage(
          "--sparse has layers of its own and picks none",
          "leave networks, --suite, --assert and --fit out");
    }
  }

  /** The words of this command for another JVM, which reports as JSON and asserts nothing. */
  private List<String> freshArguments() {
    List<String> words = new ArrayList<>(spec.root().commandLine().getParseResult().originalArgs());
    words.removeIf(word -> word.equals(ASSERT) || word.equals("--json"));
    words.add("--json");
    return words;
  }
}

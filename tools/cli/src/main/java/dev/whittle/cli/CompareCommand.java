package dev.whittle.cli;

import dev.whittle.cli.compare.ComparisonData;
import dev.whittle.cli.compare.ComparisonReport;
import dev.whittle.cli.compare.EngineSide;
import dev.whittle.cli.compare.First;
import dev.whittle.cli.compare.NetworkComparison;
import dev.whittle.cli.compare.NetworkSide;
import dev.whittle.cli.compare.OtherEngine;
import dev.whittle.cli.compare.PipelineSide;
import dev.whittle.cli.compare.Side;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.guard.AsWritten;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.OtherNetwork;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.RowsOption;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.output.Progress;
import dev.whittle.passes.ledger.Data;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code whittle compare}: do two networks compute the same? */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a network as it is written beside another network, beside itself after a pipeline, or"
          + " beside another engine, and tells how far the outputs are apart. Where they differ,"
          + " names the first node that does.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle compare examples/glyphs/Glyphs.cnn glyphs.onnx",
      "  whittle compare examples/glyphs/Glyphs.cnn --pipeline exact --data examples/glyphs/pictures",
      "  whittle compare examples/glyphs/Glyphs.cnn --with onnxruntime --data x.npz --json"
    })
final class CompareCommand implements Callable<Integer> {
  private static final int MOST_SAMPLES = 100_000;
  private static final int DEFAULT_SAMPLES = 8;

  @Mixin private Network network;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "Another network's .cnn or .onnx file.")
  private Path otherFile;

  @Mixin private OtherNetwork other;

  @Option(
      names = "--with",
      paramLabel = "ENGINE",
      description = "Compare with another engine that runs the same network: onnxruntime.")
  private String engine;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "PATH",
      description =
          "What to run on: a picture, a folder or zip file of pictures, or a .npz or .npy file of"
              + " inputs. Default: random numbers between -1 and 1.")
  private Path data;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "How many items to run on, at most. Default: all of --data, 8 random ones.")
  private Integer samples;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of the random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--tolerance",
      paramLabel = "T",
      defaultValue = "1e-4",
      description =
          "How far values may be apart, relative to the largest of their tensor. Default:"
              + " ${DEFAULT-VALUE}.")
  private double tolerance;

  @Mixin private RowsOption rows;
  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    checkOptions();
    Network second = otherFile == null ? null : other.network(otherFile, network);
    Source source = network.load(output);
    try (Model model = model(source)) {
      First first = new First(source, source.graph().bindAll(1), model);
      try (Side side = side(first, second)) {
        NetworkComparison comparison = compare(first, side);
        if (output.isJson()) {
          output.print(ComparisonReport.json(comparison));
        } else {
          output.print(ComparisonReport.text(comparison));
        }
        return (comparison.agrees() ? ExitCode.OK : ExitCode.DIFFERENT).code();
      }
    }
  }

  private void checkOptions() {
    long sides =
        Stream.of(otherFile != null, compiling.isPipelineGiven(), engine != null)
            .filter(isGiven -> isGiven)
            .count();
    if (sides != 1) {
      throw UserError.usage(
          sides == 0 ? "there is nothing to compare with" : "there are several things to compare",
          "give one of OTHER, --pipeline NAME and --with ENGINE");
    }
    if (otherFile == null && other.isGiven()) {
      throw UserError.usage("--other-weights and --other-network are for OTHER", "give OTHER");
    }
    if (samples != null && (samples < 1 || samples > MOST_SAMPLES)) {
      throw UserError.usage(
          "--samples " + samples + " is out of range", "use 1 to " + MOST_SAMPLES);
    }
    if (!(tolerance >= 0 && tolerance < Double.POSITIVE_INFINITY)) {
      throw UserError.usage("--tolerance " + tolerance + " is out of range", "use 0 or more");
    }
  }

  private Model model(Source source) {
    Options options = Options.standard().withLanes(compiling.lanes()).withThreads(threads.count());
    return AsWritten.load(source, compiling.lanes(), options);
  }

  private Side side(First first, Network second) {
    if (engine != null) {
      return new EngineSide(first, OtherEngine.find(engine), threads.count());
    }
    if (second == null) {
      return new PipelineSide(first, compiling, threads.count());
    }
    Source source = second.load(output);
    return new NetworkSide(
        first.graph(), new First(source, source.graph().bindAll(1), model(source)));
  }

  private NetworkComparison compare(First first, Side second) throws IOException {
    if (data == null) {
      int count = samples == null ? DEFAULT_SAMPLES : samples;
      return compare(first, second, ComparisonData.random(first.graph(), count, seed));
    }
    if (ComparisonData.isTensors(data)) {
      return compare(first, second, ComparisonData.tensors(first.source().graph(), data));
    }
    try (PictureSet pictures = PictureSet.open(data)) {
      return compare(first, second, ComparisonData.pictures(first.graph(), pictures, data));
    }
  }

  private NetworkComparison compare(First first, Side second, Data all) {
    Data chosen = data == null ? all : rows.rows().of(all);
    Data items = samples == null ? chosen : ComparisonData.atMost(samples, chosen);
    try (Progress progress = output.progress("comparing", items.count())) {
      return NetworkComparison.of(first, second, items, tolerance, progress);
    }
  }
}

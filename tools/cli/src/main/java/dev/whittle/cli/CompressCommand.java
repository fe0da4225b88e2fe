package dev.whittle.cli;

import dev.whittle.cli.compress.Compressor;
import dev.whittle.cli.compress.Goal;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.data.Rows;
import dev.whittle.cli.option.Lock;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Timing;
import dev.whittle.cli.report.ReportData;
import dev.whittle.passes.ledger.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle compress}: which approximations are worth it? */
@Command(
    name = "compress",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Finds a pipeline of approximate passes by itself: tries each of them on each layer, combines"
          + " those that gain most for the damage they do, measures the combinations, and keeps the"
          + " best one that loses no more answers than --max-drop allows.",
      "",
      "One half of the pictures serves the search, the other half judges what came of it. Writes the"
          + " pipeline, the compressed network, and what was tried and measured.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle compress examples/glyphs/Glyphs.cnn --data examples/glyphs/pictures -o small",
      "  whittle compress Net.cnn --data zip --max-drop 2%% --goal size -o small"
    })
final class CompressCommand implements Callable<Integer> {
  @Mixin private Network network;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "PATH",
      required = true,
      description =
          "Pictures: a folder or zip file, with a labels.csv if there is one. Without labels the"
              + " network's own answers count as right.")
  private Path data;

  @Option(
      names = "--max-drop",
      paramLabel = "SHARE",
      defaultValue = "1%",
      description =
          "So much of all answers may be lost on the pictures of the search: 1%% or 0.01. Default:"
              + " 1%%.")
  private String maxDrop;

  @Option(
      names = "--goal",
      paramLabel = "GOAL",
      defaultValue = "latency",
      description = "What is to become less: latency or size. Default: ${DEFAULT-VALUE}.")
  private String goal;

  @Option(
      names = "--swap",
      description = "Search with the odd rows and judge by the even ones, not the other way round.")
  private boolean isSwapped;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FOLDER",
      required = true,
      description = "Where to put the files: a folder that is not there yet.")
  private Path folder;

  @Mixin private Lock lock;
  @Mixin private Timing timing;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    Compressor compressor =
        new Compressor(
            Goal.of(goal),
            share(maxDrop),
            isSwapped ? Rows.ODD : Rows.EVEN,
            isSwapped ? Rows.EVEN : Rows.ODD,
            timing,
            output);
    if (Files.exists(folder)) {
      throw UserError.data(folder + " is there already", "give another folder, or remove it");
    }
    Source source = network.load(output);
    try (PictureSet pictures = PictureSet.open(data)) {
      Data all = ReportData.pictures(source.graph().bindAll(1), pictures, data.toString());
      if (all.count() < 2) {
        throw UserError.data(
            data + ": holds one picture", "give at least one to search with and one to judge by");
      }
      compressor.run(source, lock.known(source.file()), all, data, folder);
    }
    return ExitCode.OK.code();
  }

  private static double share(String text) {
    String number = text.strip();
    boolean isPercent = number.endsWith("%");
    try {
      double share =
          isPercent
              ? Double.parseDouble(number.substring(0, number.length() - 1)) / 100
              : Double.parseDouble(number);
      if (share >= 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      throw UserError.usage("--max-drop " + text + " is no share", "like 1% or 0.01");
    }
    throw UserError.usage("--max-drop " + text + " is out of range", "use 0% to 100%");
  }
}

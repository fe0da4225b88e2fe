package dev.whittle.cli;

import dev.whittle.cli.data.Labels;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.guard.Guards;
import dev.whittle.cli.guard.Verdict;
import dev.whittle.cli.measure.Accuracy;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.RowsOption;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Units;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code whittle evaluate}: how often is the network right? */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Classifies labelled pictures and counts how often the right class comes first, and among"
          + " the first five.",
      "",
      "The pictures lie in a folder or zip file beside a labels.csv: the line \"file,class\", then"
          + " one line for each picture with the class' index or name.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle evaluate examples/glyphs/Glyphs.cnn --data examples/glyphs/pictures",
      "  whittle evaluate SqueezeNet.cnn -w squeezenet.safetensors -d imagenet.zip --json"
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private Network network;

  @Option(
      names = {"-d", "--data"},
      paramLabel = "PATH",
      required = true,
      description = "Folder or zip file with pictures and labels.csv.")
  private Path path;

  @Option(names = "--wrong", description = "Also list the pictures whose first answer is wrong.")
  private boolean isWrongListed;

  @Mixin private RowsOption rows;
  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    Source source = network.load(output);
    try (PictureSet pictures = PictureSet.open(path);
        Model model =
            compiling
                .compile(source, List.of(1), 1)
                .load(Guards.options(compiling.lanes(), threads.count()))) {
      List<Labels.Labelled> labelled =
          rows.rows()
              .of(
                  Labels.read(
                      pictures,
                      path.toString(),
                      model.labels(model.outputs().getFirst().name()),
                      model.outputSize()));
      long start = System.nanoTime();
      Accuracy accuracy;
      try (Progress progress = output.progress("evaluating", labelled.size())) {
        accuracy = Accuracy.of(model, pictures, labelled, threads.count(), progress);
      }
      double seconds = (System.nanoTime() - start) / 1e9;
      List<Verdict> verdicts =
          Guards.require(compiling.pipeline(source.file()), source, model, threads.count(), output);
      print(model, accuracy, seconds, verdicts);
    }
    return ExitCode.OK.code();
  }

  private void print(Model model, Accuracy accuracy, double seconds, List<Verdict> verdicts) {
    if (output.isJson()) {
      Json.Builder json =
          Json.object()
              .put("images", accuracy.images())
              .put("top1", accuracy.top1())
              .put("top5", accuracy.top5())
              .put("network", model.name())
              .put("lanes", model.lanes())
              .put("threads", threads.count())
              .put("seconds", seconds);
      if (isWrongListed) {
        json.put("wrong", Json.array(accuracy.wrong().stream().map(Accuracy.Wrong::json).toList()));
      }
      if (!verdicts.isEmpty()) {
        json.put("guards", Json.array(verdicts.stream().map(Verdict::json).toList()));
      }
      output.print(json.build());
      return;
    }
    output.print(
        "%s: %d of %d right (%s), right class among the first five: %d (%s)%n"
            .formatted(
                model.name(),
                accuracy.top1(),
                accuracy.images(),
                Units.percent(accuracy.top1() / (double) accuracy.images()),
                accuracy.top5(),
                Units.percent(accuracy.top5() / (double) accuracy.images())));
    output.print(Units.format("%.1f s, %.1f images/s\n", seconds, accuracy.images() / seconds));
    if (isWrongListed) {
      accuracy.wrong().forEach(wrong -> output.print(wrong.text()));
    }
    verdicts.forEach(verdict -> output.print(verdict.text()));
  }
}

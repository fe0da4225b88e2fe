package dev.whittle.cli;

import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Units;
import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code whittle run}: what is in these pictures? */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compiles a network and names what is in a picture, or in every picture of a folder or zip"
          + " file.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle run examples/glyphs/Glyphs.cnn examples/glyphs/pictures/A-all.png",
      "  whittle run examples/glyphs/Glyphs.cnn examples/glyphs/pictures --top 1 --json"
    })
final class RunCommand implements Callable<Integer> {
  private static final String PERCENT = "%5.1f %%";

  @Mixin private Network network;

  @Parameters(
      index = "1",
      paramLabel = "PICTURES",
      description = "A picture (PNG, JPEG, GIF, BMP), or a folder or zip file of pictures.")
  private Path path;

  @Option(
      names = {"-k", "--top"},
      paramLabel = "K",
      defaultValue = "5",
      description = "How many answers for each picture. Default: ${DEFAULT-VALUE}.")
  private int top;

  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Output output;

  /** The answers for one picture, most probable first. */
  private record Row(String picture, List<Answer> answers) {}

  @Override
  public Integer call() throws IOException {
    if (top < 1) {
      throw UserError.usage("--top " + top + " is out of range", "use 1 or more");
    }
    Source source = network.load(output);
    try (PictureSet pictures = PictureSet.open(path);
        Model model =
            compiling
                .compile(source, List.of(1), threads.count())
                .load(
                    Options.standard().withLanes(compiling.lanes()).withThreads(threads.count()))) {
      List<PictureException> refused = new ArrayList<>();
      List<Row> rows = classify(pictures, model, refused);
      if (output.isJson()) {
        output.print(json(model, rows));
      } else {
        rows.forEach(row -> output.print(text(row, pictures.names().size() > 1)));
      }
      refused.forEach(e -> output.err().println("whittle: " + e.getMessage()));
      output.err().flush();
      return (refused.isEmpty() ? ExitCode.OK : ExitCode.DATA).code();
    }
  }

  /** Answers for the pictures that can be read; a lone one that cannot is thrown. */
  private List<Row> classify(PictureSet pictures, Model model, List<PictureException> refused)
      throws IOException {
    List<Row> rows = new ArrayList<>();
    try (Progress progress = output.progress("classifying", pictures.names().size())) {
      for (String name : pictures.names()) {
        try {
          Picture picture = Picture.read(new ByteArrayInputStream(pictures.read(name)), name);
          rows.add(new Row(name, model.classify(picture, top)));
        } catch (PictureException e) {
          if (pictures.names().size() == 1) {
            throw e;
          }
          refused.add(e);
        }
        progress.step();
      }
    }
    return rows;
  }

  private static String text(Row row, boolean isOneOfMany) {
    StringBuilder text = new StringBuilder();
    if (isOneOfMany) {
      text.append(row.picture());
      row.answers()
          .forEach(a ->
              text.append("  ")
                  .append(Units.format(PERCENT, 100 * a.probability()))
                  .append(' ')
                  .append(a.label()));
      return text.append('\n').toString();
    }
    row.answers()
        .forEach(a ->
            text.append(Units.format(PERCENT, 100 * a.probability()))
                .append("  ")
                .append(a.label())
                .append('\n'));
    return text.toString();
  }

  private static Json json(Model model, List<Row> rows) {
    return Json.object()
        .put("network", model.name())
        .put(
            "pictures",
            Json.array(
                rows.stream()
                    .map(row ->
                        Json.object()
                            .put("picture", row.picture())
                            .put("answers", answers(row.answers()))
                            .build())
                    .toList()))
        .build();
  }

  private static Json answers(List<Answer> answers) {
    return Json.array(
        answers.stream()
            .map(a ->
                Json.object()
                    .put("label", a.label())
                    .put("class", a.index())
                    .put("probability", (double) a.probability())
                    .build())
            .toList());
  }
}

package dev.whittle.cli;

import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.TensorFiles;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.tensor.NetworkInputs;
import dev.whittle.cli.tensor.NpzWriter;
import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.picture.Picture;
import dev.whittle.runtime.picture.PictureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code whittle run}: what is in these pictures, or what do these tensors become? */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compiles a network and names what is in a picture, or in every picture of a folder or zip"
          + " file. With --input runs it on tensors in NumPy's files instead.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  whittle run examples/glyphs/Glyphs.cnn examples/glyphs/pictures/A-all.png",
      "  whittle run examples/glyphs/Glyphs.cnn examples/glyphs/pictures --top 1 --json",
      "  whittle run examples/glyphs/Glyphs.cnn --input x.npz --output y.npz"
    })
final class RunCommand implements Callable<Integer> {
  private static final int DEFAULT_TOP = 5;
  private static final String PERCENT = "%5.1f %%";

  @Mixin private Network network;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "PICTURES",
      description = "A picture (PNG, JPEG, GIF, BMP), or a folder or zip file of pictures.")
  private Path path;

  @Option(
      names = {"-k", "--top"},
      paramLabel = "K",
      description = "How many answers for each picture. Default: 5.")
  private Integer top;

  @Mixin private TensorFiles tensors;
  @Mixin private Compiling compiling;
  @Mixin private Threads threads;
  @Mixin private Output output;

  /** The answers for one picture, most probable first. */
  private record Row(String picture, List<Answer> answers) {}

  @Override
  public Integer call() throws IOException {
    if (path == null && !tensors.isGiven()) {
      throw UserError.usage(
          "there is nothing to run on", "give PICTURES, or --input FILE and --output FILE");
    }
    if (tensors.isGiven() && (path != null || top != null)) {
      throw UserError.usage(
          "--input and --output are for tensors, PICTURES and --top for pictures",
          "run the network on one or the other");
    }
    if (answers() < 1) {
      throw UserError.usage("--top " + top + " is out of range", "use 1 or more");
    }
    return (tensors.isGiven() ? runTensors() : runPictures()).code();
  }

  private int answers() {
    return top == null ? DEFAULT_TOP : top;
  }

  private Model load(Source source) {
    return compiling
        .compile(source, List.of(1), threads.count())
        .load(Options.standard().withLanes(compiling.lanes()).withThreads(threads.count()));
  }

  private ExitCode runTensors() {
    Path target = tensors.output();
    Path given = tensors.input();
    Source source = network.load(output);
    Map<String, Tensor> inputs = NetworkInputs.read(given, source.graph());
    Map<String, Tensor> outputs;
    try (Model model = load(source)) {
      outputs = model.run(inputs);
    }
    NpzWriter.write(target, outputs);
    if (output.isJson()) {
      Json.Builder types = Json.object();
      outputs.forEach((name, tensor) -> types.put(name, tensor.toString()));
      output.print(
          Json.object()
              .put("network", source.graph().name())
              .put("file", target.toString())
              .put("outputs", types.build())
              .build());
    } else {
      outputs.forEach(
          (name, tensor) -> output.print("%s: %s %s%n".formatted(target, name, tensor)));
    }
    return ExitCode.OK;
  }

  private ExitCode runPictures() throws IOException {
    Source source = network.load(output);
    try (PictureSet pictures = PictureSet.open(path);
        Model model = load(source)) {
      List<PictureException> refused = new ArrayList<>();
      List<Row> rows = classify(pictures, model, refused);
      if (output.isJson()) {
        output.print(json(model, rows));
      } else {
        rows.forEach(row -> output.print(text(row, pictures.names().size() > 1)));
      }
      refused.forEach(e -> output.err().println("whittle: " + e.getMessage()));
      output.err().flush();
      return refused.isEmpty() ? ExitCode.OK : ExitCode.DATA;
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
          rows.add(new Row(name, model.classify(picture, answers())));
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

package dev.whittle.cli.demo;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.data.Examples;
import dev.whittle.cli.data.Labels;
import dev.whittle.cli.data.PictureSet;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.cli.option.Compiling;
import dev.whittle.cli.option.Network;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.option.Source;
import dev.whittle.cli.option.Timing;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.runtime.Answer;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.picture.Picture;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code whittle demo}: the whole road on a network that comes with Whittle. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compiles the glyph network of examples/glyphs to bytecode, runs it on the pictures beside it"
          + " and shows the answers, the time of every node and the size of the generated code.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  whittle demo", "  whittle demo --lanes 1", "  whittle demo --json"})
public final class DemoCommand implements Callable<Integer> {
  private static final String NETWORK = "glyphs/Glyphs.cnn";
  private static final double LEAST_RIGHT = 0.95;

  @Mixin private Compiling compiling;
  @Mixin private Timing timing;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    Path network = Examples.find(NETWORK);
    Source source = Network.of(network).load(output);
    long start = System.nanoTime();
    CompiledNetwork compiled = compiling.compile(source, List.of(1), 1);
    double milliseconds = (System.nanoTime() - start) / 1e6;
    Options options = Options.standard().withLanes(compiling.lanes()).withThreads(1).profiled();
    try (PictureSet pictures = PictureSet.open(network.resolveSibling("pictures"));
        Model model = compiled.load(options)) {
      DemoReport report =
          new DemoReport(
              compiled, milliseconds, classify(model, pictures), profile(model, pictures));
      if (output.isJson()) {
        output.print(report.json());
      } else {
        output.print(report.text());
      }
      return (report.right() < LEAST_RIGHT * report.guesses().size()
              ? ExitCode.INTERNAL
              : ExitCode.OK)
          .code();
    }
  }

  private static List<Guess> classify(Model model, PictureSet pictures) throws IOException {
    List<String> names = model.labels(model.outputs().getFirst().name());
    List<Guess> guesses = new ArrayList<>();
    for (Labels.Labelled labelled :
        Labels.read(pictures, "examples/glyphs/pictures", names, model.outputSize())) {
      Picture picture = read(pictures, labelled.file());
      Answer answer = model.classify(picture, 1).getFirst();
      guesses.add(new Guess(labelled.file(), picture, answer, answer.index() == labelled.label()));
    }
    return guesses;
  }

  private Profile profile(Model model, PictureSet pictures) throws IOException {
    Picture picture = read(pictures, pictures.names().getFirst());
    Stopwatch.warmUp(() -> model.classify(picture, 1), timing.warmUpSeconds());
    model.clearProfile();
    for (int i = 0; i < timing.runs(); i++) {
      model.classify(picture, 1);
    }
    return model.profiles().getFirst();
  }

  private static Picture read(PictureSet pictures, String name) throws IOException {
    return Picture.read(new ByteArrayInputStream(pictures.read(name)), name);
  }
}

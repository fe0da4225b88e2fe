package dev.whittle.bench.cold;

import dev.whittle.bench.engine.OnnxFile;
import dev.whittle.bench.suite.ExampleNetwork;
import dev.whittle.cli.measure.MadeUpWeights;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.ir.Graph;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.Weights;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/**
 * What an example costs in fresh virtual machines; medians.
 *
 * @param compileMillis from source text to classes
 */
public record FirstAnswers(double compileMillis, Answer whittle, Optional<Answer> onnxRuntime) {
  /**
   * One engine.
   *
   * @param millis from the start of the virtual machine to the answer about a picture
   * @param peakMegabytes the most memory that was resident until then
   */
  public record Answer(double millis, double peakMegabytes) {
    private static Answer of(Contest contest, int program) {
      return new Answer(contest.median(program, "total"), contest.median(program, "peak") / 1024);
    }
  }

  private static final int PICTURE = 320;

  /** Starts each program {@code rounds} times, in turns, after one start that does not count. */
  public static FirstAnswers measure(
      ExampleNetwork example, int lanes, int threads, int rounds, boolean isCompared)
      throws IOException, InterruptedException {
    try (ScratchFolder folder = ScratchFolder.make()) {
      Path picture = picture(folder.path());
      Application application =
          new Application(folder.path(), picture, threads, Deflater.NO_COMPRESSION);
      Graph graph = example.graph();
      Weights weights = MadeUpWeights.of(graph);
      CompiledNetwork network = NetworkCompiler.compile(graph, weights, settings(lanes, threads));
      List<FreshJvm> programs = new ArrayList<>(List.of(application.whittle(network)));
      try (OnnxFile model = isCompared ? OnnxFile.of(graph, weights) : null) {
        if (model != null) {
          programs.add(
              application.onnxRuntime(
                  model.path(), network.file().preprocessing().values().iterator().next()));
        }
        Contest contest = new Contest(programs);
        contest.run(rounds);
        Contest compiling = new Contest(List.of(compiler(example, lanes, threads)));
        compiling.run(rounds);
        return new FirstAnswers(
            compiling.median(0, "read") + compiling.median(0, "compile"),
            Answer.of(contest, 0),
            isCompared ? Optional.of(Answer.of(contest, 1)) : Optional.empty());
      }
    }
  }

  /** Code for this machine's vectors, and the scalar code of a quick start. */
  private static Settings settings(int lanes, int threads) {
    return new Settings(
        Application.PACKAGE,
        target -> Pipelines.EXACT,
        lanes == 1 ? List.of(1) : List.of(lanes, 1),
        List.of(1),
        threads,
        PassContext.UNLIMITED,
        (pass, graph) -> {});
  }

  private static FreshJvm compiler(ExampleNetwork example, int lanes, int threads) {
    return new FreshJvm(
        "compiler",
        List.of(
            "-Dwhittle.home=" + System.getProperty("whittle.home", ""),
            "-cp",
            System.getProperty("java.class.path"),
            ColdCompile.class.getName()),
        List.of(example.name(), Integer.toString(lanes), Integer.toString(threads)));
  }

  private static Path picture(Path folder) throws IOException {
    BufferedImage image = new BufferedImage(PICTURE, PICTURE, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < PICTURE; y++) {
      for (int x = 0; x < PICTURE; x++) {
        image.setRGB(x, y, random.nextInt(1 << 24));
      }
    }
    Path file = folder.resolve("picture.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }
}

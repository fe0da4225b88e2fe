package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompressTest {
  private static final int PICTURES = 16;

  @TempDir Path folder;

  @Test
  void whatItWritesComputesWhatItJudged() throws IOException {
    Path pictures = pictures(true);
    Path small = folder.resolve("small");
    Invocation run = glyphs(pictures, small, "--max-drop", "10%", "--goal", "size", "--json");
    assertThat(run.code()).as(run.err()).isEqualTo(0);
    assertThat(files(small))
        .containsExactlyInAnyOrder(
            "Glyphs.pipeline",
            "Glyphs.cnn",
            "Glyphs.safetensors",
            "Glyphs.constants.safetensors",
            "report.html",
            "candidates.csv",
            "sweep.csv",
            "sweep.html");
    Json.Obj json = run.json();
    List<Json.Obj> points = json.get("sweep").asList().stream().map(Json::asObject).toList();
    assertThat(json.get("layers").asLong()).as("layers of low rank by rule").isPositive();
    assertThat(point(points, json.get("chosen").asText()).get("weightBytes").asLong())
        .isLessThan(point(points, "exact").get("weightBytes").asLong());
    Json.Obj verdict = json.get("verdict").asObject();
    assertThat(verdict.get("pictures").asLong()).isEqualTo(PICTURES / 2);
    long right = verdict.get("rightAfter").asLong();
    assertThat(right)
        .isEqualTo(
            verdict.get("rightBefore").asLong()
                - verdict.get("lost").asLong()
                + verdict.get("won").asLong());
    assertThat(Files.readAllLines(small.resolve("candidates.csv")))
        .hasSize((int) json.get("candidates").asLong() + 1)
        .filteredOn(line -> line.endsWith(",chosen"))
        .hasSize((int) json.get("layers").asLong());
    assertThat(Files.readString(small.resolve("report.html"))).contains("McNemar");

    Json.Obj replayed =
        evaluate(
            Example.NETWORK,
            pictures,
            "--pipeline",
            small.resolve("Glyphs.pipeline"),
            "--calibrate",
            pictures,
            "--calibrate-rows",
            "even");
    assertThat(replayed.get("top1").asLong()).isEqualTo(right);
    Json.Obj written = evaluate(small.resolve("Glyphs.cnn"), pictures);
    assertThat(written.get("top1").asLong()).isEqualTo(right);
    Json.Obj byPipeline =
        distance(
            pictures,
            "--pipeline",
            small.resolve("Glyphs.pipeline"),
            "--calibrate",
            pictures,
            "--calibrate-rows",
            "even");
    Json.Obj byFile = distance(pictures, small.resolve("Glyphs.cnn"));
    assertThat(byPipeline.get("mean").asDouble())
        .isPositive()
        .isCloseTo(byFile.get("mean").asDouble(), withinPercentage(0.1));
    assertThat(byPipeline.get("largest").asDouble())
        .isCloseTo(byFile.get("largest").asDouble(), withinPercentage(0.1));
    assertThat(Invocation.of("fmt", "--check", small.resolve("Glyphs.pipeline")).code()).isZero();
  }

  /** How far the scores are from those of the network as it was. */
  private static Json.Obj distance(Path pictures, Object... other) {
    List<Object> arguments = new ArrayList<>(List.of("compare", Example.NETWORK));
    arguments.addAll(List.of(other));
    arguments.addAll(List.of("--data", pictures, "--tolerance", "100", "--json"));
    Invocation run = Invocation.of(arguments.toArray());
    assertThat(run.code()).as(run.err()).isZero();
    return run.json().get("outputs").asList().getFirst().asObject();
  }

  @Test
  void withoutLabelsTheNetworksOwnAnswersCount() throws IOException {
    Path small = folder.resolve("small");
    Invocation run = compress(tiny(), pictures(false), small, "--random-weights", "--swap");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("On even rows of 16 pictures", "the same answer on 8 of 8 (100.0 %)")
        .doesNotContain("McNemar");
    assertThat(Files.readString(small.resolve("Tiny.pipeline"))).contains("odd rows of");
  }

  @Test
  void whereNothingHelpsThePipelineIsExact() throws IOException {
    Path small = folder.resolve("small");
    Invocation run = compress(tiny(), pictures(false), small, "--random-weights");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("No combination is better", "not faster");
    assertThat(Files.readString(small.resolve("Tiny.pipeline")))
        .contains("pipeline compressed {\n  include exact\n}");
    assertThat(small.resolve("Tiny.cnn")).exists();
  }

  @Test
  void channelsThatMeetInSumsStayAndOthersArePruned() throws IOException {
    Path network =
        Files.writeString(
            folder.resolve("Sums.cnn"),
            """
            network Sums {
              @picture(resize: 16, scale: 0.0001)
              input image: f32[N, 3, 16, 16]
              start = image |> conv(16, kernel: 3, pads: 1) |> relu
              branch = start |> conv(16, kernel: 3, pads: 1)
              free = relu(start + branch) |> conv(32, kernel: 3, stride: 2) |> relu
              last = free |> conv(32, kernel: 3, stride: 2) |> relu
              output answer = last |> flatten |> dense(4)
            }
            """);
    Path small = folder.resolve("small");
    Invocation run =
        compress(
            network,
            pictures(false),
            small,
            "--random-weights",
            "--goal",
            "size",
            "--max-drop",
            "100%",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("layers").asLong()).isPositive();
    String candidates = Files.readString(small.resolve("candidates.csv"));
    assertThat(candidates)
        .contains("free,prune-channels,density: 0.8,", "last,prune-channels,density: 0.8,")
        .doesNotContain("branch,prune-channels", "start,prune-channels");
    Invocation again = Invocation.of("check", small.resolve("Sums.cnn"));
    assertThat(again.code()).as(again.err()).isZero();
  }

  @Test
  void refusesWhatCannotBeMeant() throws IOException {
    Path to = folder.resolve("small");
    Path pictures = pictures(false);
    assertUsage(glyphs(pictures, to, "--goal", "speed"), "--goal speed is unknown");
    assertUsage(glyphs(pictures, to, "--max-drop", "much"), "--max-drop much is no share");
    assertUsage(glyphs(pictures, to, "--max-drop", "120%"), "--max-drop 120% is out of range");
    assertUsage(glyphs(pictures, to, "--max-drop", "NaN"), "--max-drop NaN is out of range");
    assertUsage(Invocation.of("compress", Example.NETWORK, "-o", to), "--data");
    assertUsage(Invocation.of("compress", Example.NETWORK, "-d", pictures), "--output");
    Invocation taken = glyphs(pictures, folder);
    assertThat(taken.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(taken.err()).contains("is there already");
    Path alone = Files.createDirectory(folder.resolve("alone"));
    Files.copy(Example.PICTURES.resolve("0-plain.png"), alone.resolve("0-plain.png"));
    Invocation one = glyphs(alone, to);
    assertThat(one.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(one.err()).contains("holds one picture");
    assertThat(to).doesNotExist();
  }

  private Path tiny() throws IOException {
    return Files.writeString(
        folder.resolve("Tiny.cnn"),
        """
        network Tiny {
          @picture(resize: 4)
          input image: f32[N, 3, 4, 4]
          output answer = image |> flatten |> dense(2)
        }
        """);
  }

  private Path convolution() throws IOException {
    return Files.writeString(
        folder.resolve("Tiny.cnn"),
        """
        network Tiny {
          @picture(resize: 8)
          input image: f32[N, 3, 8, 8]
          output answer = image |> conv(16, kernel: 3) |> relu |> flatten |> dense(2)
        }
        """);
  }

  private static void assertUsage(Invocation run, String message) {
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).contains(message);
  }

  private static Json.Obj point(List<Json.Obj> points, String name) {
    return points.stream()
        .filter(p -> p.get("setting").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static Json.Obj evaluate(Path network, Path pictures, Object... more) {
    List<Object> arguments =
        new ArrayList<>(
            List.of("evaluate", network, "--data", pictures, "--rows", "odd", "--json"));
    arguments.addAll(List.of(more));
    Invocation run = Invocation.of(arguments.toArray());
    assertThat(run.code()).as(run.err()).isEqualTo(0);
    return run.json();
  }

  private static Invocation glyphs(Path pictures, Path to, Object... more) {
    return compress(Example.NETWORK, pictures, to, more);
  }

  private static Invocation compress(Path network, Path pictures, Path to, Object... more) {
    List<Object> arguments =
        new ArrayList<>(List.of("compress", network, "--data", pictures, "-o", to));
    arguments.addAll(List.of("--runs", "5", "--warm-up", "0"));
    arguments.addAll(List.of(more));
    return Invocation.of(arguments.toArray());
  }

  private Path pictures(boolean isLabelled) throws IOException {
    Path few = Files.createDirectory(folder.resolve("pictures"));
    List<String> lines = Files.readAllLines(Example.PICTURES.resolve("labels.csv"));
    List<String> kept = lines.subList(0, PICTURES + 1);
    for (String line : kept.subList(1, kept.size())) {
      String file = line.substring(0, line.lastIndexOf(','));
      Files.copy(Example.PICTURES.resolve(file), few.resolve(file));
    }
    if (isLabelled) {
      Files.write(few.resolve("labels.csv"), kept);
    }
    return few;
  }

  private static List<String> files(Path at) throws IOException {
    try (Stream<Path> files = Files.list(at)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

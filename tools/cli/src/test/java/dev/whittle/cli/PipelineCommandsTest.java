package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pipelines chosen on the command line, beside a network and in files of their own. */
class PipelineCommandsTest {
  private static final String BESIDE =
      """

      pipeline unfused {
        canonicalise
      }

      pipeline half-fused {
        fuse-epilogues(layers: "edges..parts")
      }
      """;
  private static final String GUARDS =
      """
      pipeline kept {
        include exact
        guard(data: "pictures", top1_drop: 0, difference: 1e-4, agreement: 1)
      }

      pipeline without-data {
        guard(data: "nowhere.zip", difference: 1)
      }

      pipeline without-labels {
        guard(data: "unlabelled", top1_drop: 0.5)
      }
      """;

  @TempDir Path folder;
  private Path network;
  private Path guards;

  @BeforeEach
  void copyTheNetwork() throws IOException {
    network = folder.resolve("Glyphs.cnn");
    Files.writeString(network, Files.readString(Example.NETWORK) + BESIDE);
    Files.copy(Example.WEIGHTS, folder.resolve("Glyphs.safetensors"));
    guards = Files.writeString(folder.resolve("guards.pipeline"), GUARDS);
    for (String name : List.of("pictures", "unlabelled")) {
      Files.createDirectory(folder.resolve(name));
      for (String file : List.of("A-all.png", "C-noisy.png")) {
        Path picture = Example.PICTURES.resolve(file);
        Files.copy(picture, folder.resolve(name).resolve(file));
      }
    }
    Files.writeString(
        folder.resolve("pictures/labels.csv"), "file,class\nA-all.png,A\nC-noisy.png,C\n");
  }

  @Test
  void aPipelineOfTheNetworksFileIsChosenByNameAndNeverByItself() {
    long fused = kernels("exact");
    assertThat(kernels("none")).isGreaterThan(fused);
    assertThat(kernels("unfused")).isEqualTo(kernels("none"));
    assertThat(kernels("half-fused")).isBetween(fused + 1, kernels("none") - 1);
    Invocation plain = Invocation.of("show", network, "--level", "lowered", "--json");
    assertThat(plain.json().get("nodes").asList()).hasSize((int) fused);
  }

  @Test
  void aFileStandsForItsOnlyPipelineAndAnyIsNamedBehindAHash() throws IOException {
    Path only = Files.writeString(folder.resolve("only.pipeline"), "pipeline a { lower }\n");
    assertThat(kernels(only.toString())).isEqualTo(kernels("none"));
    assertThat(kernels(only + "#a")).isEqualTo(kernels("none"));
    assertThat(kernels(network + "#half-fused")).isEqualTo(kernels("half-fused"));
    Invocation several = show(guards.toString());
    assertThat(several.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(several.out()).contains("has 3 pipelines").contains("choose one").contains("#kept");
    Invocation unknown = show(guards + "#kpet");
    assertThat(unknown.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(unknown.out()).contains("no pipeline called kpet").contains("did you mean kept?");
    Invocation missing = show(folder.resolve("none.pipeline").toString());
    assertThat(missing.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(missing.out()).contains("none.pipeline").contains("does not exist");
    assertThat(show("half-fuesd").out()).contains("did you mean half-fused?");
  }

  @Test
  void guardsThatHoldAreReported() {
    Path out = folder.resolve("out");
    Invocation text =
        Invocation.of("compile", network, "-o", out, "--widths", 8, "--pipeline", guards + "#kept");
    assertThat(text.code()).isZero();
    assertThat(text.out())
        .contains("guards.pipeline:3:38: top1_drop 0.0 %, limit 0.0 %, on 2 pictures")
        .contains("agreement 100.0 %");
    Invocation json =
        Invocation.of(
            "evaluate",
            network,
            "-d",
            folder.resolve("pictures"),
            "--pipeline",
            guards + "#kept",
            "--json");
    List<Json> measured = json.json().get("guards").asList();
    assertThat(measured).hasSize(3);
    assertThat(measured.getFirst().asObject().get("measure").asText()).isEqualTo("top1_drop");
  }

  @Test
  void guardsWithoutDataOrLabelsSaySo() {
    Path out = folder.resolve("out");
    Invocation data =
        Invocation.of(
            "compile", network, "-o", out, "--widths", 8, "--pipeline", guards + "#without-data");
    assertThat(data.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(data.err()).contains("guards.pipeline:7:15").contains("nowhere.zip does not exist");
    Invocation labels =
        Invocation.of(
            "compile", network, "-o", out, "--widths", 8, "--pipeline", guards + "#without-labels");
    assertThat(labels.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(labels.err()).contains("unlabelled").contains("has no labels.csv");
    assertThat(out).doesNotExist();
  }

  @Test
  void brokenGuardsAreOneDocumentOfJson() throws IOException {
    Files.writeString(
        folder.resolve("Net.cnn"),
        """
        network Net {
          @picture(resize: 24)
          input x: f32[N, 3, 24, 24]
          output y = x |> conv(8, kernel: 3) |> batch_norm |> relu |> flatten |> dense(7)
        }

        pipeline strict {
          include exact
          guard(data: "pictures", difference: 0)
        }
        """);
    Path net = folder.resolve("Net.cnn");
    Path out = folder.resolve("out");
    Invocation broken =
        Invocation.of(
            "compile", net, "--random-weights", "-o", out, "--pipeline", "strict", "--json");
    assertThat(broken.code()).isEqualTo(ExitCode.GUARD.code());
    Json.Obj error = broken.json().get("error").asObject();
    assertThat(error.get("exit").asInt()).isEqualTo(5);
    assertThat(error.get("message").asText()).isEqualTo(ExitCode.GUARD.meaning());
    Json.Obj diagnostic = error.get("diagnostics").asList().getFirst().asObject();
    assertThat(diagnostic.get("code").asText()).isEqualTo("WP401");
    assertThat(diagnostic.get("line").asInt()).isEqualTo(9);
    assertThat(out).doesNotExist();
  }

  @Test
  void passesTellTheirOptions() {
    Json.Obj pass = Invocation.of("passes", "pin-kernels", "--json").json();
    List<Json> options = pass.get("passes").asList().getFirst().asObject().get("options").asList();
    assertThat(options).extracting(o -> o.asObject().get("name").asText()).hasSize(2);
    Json.Obj layers = options.get(0).asObject();
    assertThat(layers.get("type").asText()).isEqualTo("layers");
    assertThat(layers.get("default").asText()).isEqualTo("*");
    assertThat(layers.get("required").pretty()).isEqualTo("false");
    assertThat(options.get(1).asObject().get("required").pretty()).isEqualTo("true");
    assertThat(Invocation.of("passes", "pin-kernels").out()).contains("layers: layers = \"*\"");
  }

  @Test
  void warningsOfSelectorsComeOnce() throws IOException {
    Path warned =
        Files.writeString(
            folder.resolve("warned.pipeline"),
            """
            pipeline w {
              fuse-epilogues(layers: "egdes")
              guard(data: "pictures", difference: 1)
            }
            """);
    Path out = folder.resolve("out");
    Invocation run =
        Invocation.of("compile", network, "-o", out, "--widths", 1, "--pipeline", warned);
    assertThat(run.code()).isZero();
    assertThat(run.err()).containsOnlyOnce("WP302").contains("did you mean `edges`?");
  }

  @Test
  void checkSumsPipelinesUpAndFmtLaysThemOut() throws IOException {
    Invocation check = Invocation.of("check", guards);
    assertThat(check.code()).isZero();
    assertThat(check.out()).contains("pipeline kept: 1 step, 1 guard");
    Json.Obj json = Invocation.of("check", network, "--json").json();
    assertThat(json.get("pipelines").asList()).hasSize(2);
    Path ugly = Files.writeString(folder.resolve("ugly.pipeline"), "pipeline  a{lower}");
    assertThat(Invocation.of("fmt", folder).out()).isEqualTo(ugly + "\n");
    assertThat(ugly).hasContent("pipeline a {\n  lower\n}\n");
    Path empty = Files.writeString(folder.resolve("empty.pipeline"), "// nothing\n");
    assertThat(Invocation.of("check", empty, "--strict").err()).contains("has no pipeline");
  }

  private long kernels(String pipeline) {
    Invocation shown = show(pipeline);
    assertThat(shown.err()).isEmpty();
    return shown.json().get("nodes").asList().size();
  }

  private Invocation show(String pipeline) {
    return Invocation.of(
        "show", network, "--level", "lowered", "--lanes", 8, "--pipeline", pipeline, "--json");
  }
}

package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users do wrong gives a message, the right exit code, and nothing half done. */
class MistakesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                              | missing command",
        "demoo                           | unknown command demoo",
        "bench NET --frobnicate          | unknown option --frobnicate",
        "bench                           | NETWORK",
        "bench NET --threads 0           | --threads 0 is out of range",
        "bench NET --threads many        | --threads",
        "bench NET --batch 0             | --batch 0 is out of range",
        "bench NET --runs 0              | --runs 0 is out of range",
        "bench NET --warm-up -1          | --warm-up -1.0 is out of range",
        "bench NET --lanes 5             | there are no vectors of 5 floats",
        "bench NET --pipeline slow       | there is no pipeline called slow",
        "run NET PICS --top 0            | --top 0 is out of range",
        "compile NET                     | --output",
        "compile NET -o X --package 1a   | --package 1a is not a package name",
        "compile NET -o X --batch 1,1    | given twice",
        "compile NET -o X --widths 3     | there are no vectors of 3 floats",
        "show NET --print-after nothing  | there is no pass called nothing",
        "show NET --level high           | --level",
        "report NET -o report.pdf        | cannot tell what to write into report.pdf",
        "report NET --no-measure -d X    | --data is for measuring",
        "report NET --threads 0          | --threads 0 is out of range",
        "explain NET nothing             | Glyphs has no node called nothing",
        "explain NET --measure           | --measure needs a NODE",
        "passes nothing                  | there is no pass called nothing",
        "check NET --network Other       | there is no network called Other"
      })
  void wrongUsageIsExplained(String command, String message) {
    String line =
        command.replace("NET", "" + Example.NETWORK).replace("PICS", "" + Example.PICTURES);
    Object[] arguments = line.isEmpty() ? new Object[0] : line.split(" ");
    Invocation text = Invocation.of(arguments);
    assertThat(text.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).startsWith("whittle: ").contains(message).contains("hint: ");
    assertHasNoTrace(text);
    Object[] asJson = Arrays.copyOf(arguments, arguments.length + 1);
    asJson[arguments.length] = "--json";
    Invocation json = Invocation.of(asJson);
    assertThat(json.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(error(json).get("exit").asInt()).isEqualTo(ExitCode.USAGE.code());
  }

  @Test
  void mistakesInTheSourceAreMarked() throws IOException {
    Path file = folder.resolve("Bad.cnn");
    Files.writeString(
        file,
        """
        network Bad {
          input x: f32[N, 3, 8, 8]
          y = x |> konv(4, kernel: 3)
          output z = y |> relu(
        }
        """);
    Invocation text = Invocation.of("check", file);
    assertThat(text.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(text.out()).isEmpty();
    assertThat(text.err())
        .contains("Bad.cnn:")
        .contains("error WN")
        .contains("^")
        .contains(" error");
    Invocation json = Invocation.of("check", file, "--json");
    assertThat(json.code()).isEqualTo(ExitCode.SOURCE.code());
    Json.Obj first = error(json).get("diagnostics").asList().getFirst().asObject();
    assertThat(first.get("code").asText()).startsWith("WN");
    assertThat(first.get("line").asInt()).isPositive();
  }

  @Test
  void aMissingSourceIsADiagnostic() {
    Invocation missing = Invocation.of("check", folder.resolve("None.cnn"));
    assertThat(missing.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(missing.err()).contains("None.cnn").contains("WN107");
    assertHasNoTrace(missing);
  }

  @Test
  void missingWeightsAreNamed() throws IOException {
    Path alone = copyOfNetwork();
    Invocation run = Invocation.of("run", alone, Example.PICTURES);
    assertThat(run.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(run.err()).contains("Glyphs.safetensors").contains("--weights");
    Invocation given = Invocation.of("run", alone, Example.PICTURES, "-w", folder.resolve("no"));
    assertThat(given.code()).isEqualTo(ExitCode.DATA.code());
    assertHasNoTrace(given);
  }

  @Test
  void badPicturesOfAFolderAreNamedAndTheOthersAnswered() throws IOException {
    byte[] whole = Files.readAllBytes(Example.PICTURES.resolve("A-all.png"));
    Files.write(folder.resolve("a.png"), Arrays.copyOf(whole, whole.length / 2));
    Files.write(folder.resolve("b.png"), whole);
    Invocation run = Invocation.of("run", Example.NETWORK, folder, "--top", 1);
    assertThat(run.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(run.out()).startsWith("b.png ").doesNotContain("a.png");
    assertThat(run.err()).startsWith("whittle: a.png: ").doesNotContain("b.png");
    assertHasNoTrace(run);
    Invocation json = Invocation.of("run", Example.NETWORK, folder, "--json");
    assertThat(json.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(json.json().get("pictures").asList()).hasSize(1);
    assertThat(json.err()).contains("a.png");
  }

  @Test
  void anEmptyFileIsWarnedOf() throws IOException {
    Path file = Files.writeString(folder.resolve("Empty.cnn"), "");
    assertThat(Invocation.of("check", file).out()).contains("warning WN207: the file has no");
    assertThat(Invocation.of("check", file, "--strict").code()).isEqualTo(ExitCode.SOURCE.code());
  }

  @Test
  void oneNetworkOfSeveralMustBeChosen() throws IOException {
    Path file = folder.resolve("Two.cnn");
    Files.writeString(
        file,
        """
        network First {
          input x: f32[N, 4]
          output y = relu(x)
        }
        network Second {
          input x: f32[N, 4]
          output y = x |> dense(3)
        }
        """);
    Invocation open = Invocation.of("show", file);
    assertThat(open.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(open.err()).contains("First, Second").contains("--network");
    assertThat(Invocation.of("show", file, "--network", "Second").code()).isZero();
    Invocation bench =
        Invocation.of(
            "bench", file, "--network", "Second", "--random-weights", "--warm-up", 0, "-n", 1);
    assertThat(bench.code()).as(bench.err()).isZero();
    assertThat(Invocation.of("check", file).out()).contains("First(", "Second(");
  }

  @Test
  void aNetworkWithoutParametersNeedsNoWeights() throws IOException {
    Path file = folder.resolve("Relu.cnn");
    Files.writeString(
        file,
        """
        network Relu {
          input x: f32[N, 4]
          output y = relu(x)
        }
        """);
    Invocation bench = Invocation.of("bench", file, "--warm-up", 0, "-n", 1);
    assertThat(bench.code()).as(bench.err()).isZero();
  }

  @Test
  void truncatedWeightsLeaveNoOutput() throws IOException {
    byte[] whole = Files.readAllBytes(Example.WEIGHTS);
    for (int length : new int[] {0, 7, 100, whole.length / 2, whole.length - 1}) {
      Path weights = folder.resolve("short.safetensors");
      Files.write(weights, Arrays.copyOf(whole, length));
      Path out = folder.resolve("out");
      Invocation compile = Invocation.of("compile", Example.NETWORK, "-w", weights, "-o", out);
      assertThat(compile.code()).as("%d bytes", length).isEqualTo(ExitCode.DATA.code());
      assertHasNoTrace(compile);
      Invocation dump =
          Invocation.of("dump", Example.NETWORK, "-w", weights, "-o", folder.resolve("x.npz"));
      assertThat(dump.code()).isEqualTo(ExitCode.DATA.code());
      Files.delete(weights);
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void weightsOfAnotherNetworkAreRefused() throws IOException {
    Path file = folder.resolve("Other.cnn");
    Files.writeString(
        file,
        """
        network Other {
          input x: f32[N, 3, 8, 8]
          edges = x |> conv(8, kernel: 5)
          more = edges |> conv(8, kernel: 3)
          output y = more
        }
        """);
    Invocation check = Invocation.of("check", file, "-w", Example.WEIGHTS);
    assertThat(check.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(check.err()).contains("WN803").contains("WN804");
    assertThat(
            Invocation.of("compile", file, "-w", Example.WEIGHTS, "-o", folder.resolve("o")).code())
        .isEqualTo(ExitCode.DATA.code());
    assertThat(folder.resolve("o")).doesNotExist();
  }

  @Test
  void picturesThatAreNoneAreNamed() throws IOException {
    Path text = folder.resolve("text.png");
    Files.writeString(text, "not a picture");
    Invocation run = Invocation.of("run", Example.NETWORK, text);
    assertThat(run.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(run.err()).contains("text.png");
    assertThat(run.out()).isEmpty();
    assertHasNoTrace(run);
    Invocation cut = Invocation.of("run", Example.NETWORK, cutPicture(), "--json");
    assertThat(cut.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(error(cut).get("message").asText()).contains("cut.png");
    Invocation nowhere = Invocation.of("run", Example.NETWORK, folder.resolve("nowhere"));
    assertThat(nowhere.code()).isEqualTo(ExitCode.DATA.code());
  }

  @Test
  void labelsAreChecked() throws IOException {
    Files.copy(Example.PICTURES.resolve("A-all.png"), folder.resolve("A-all.png"));
    assertLabels(null, "has no labels.csv");
    assertLabels("picture;label\n", "does not start with file,class");
    assertLabels("file,class\n", "lists no picture");
    assertLabels("file,class\nA-all.png\n", "line 2");
    assertLabels("file,class\nB.png,1\n", "there is no picture B.png");
    assertLabels("file,class\nA-all.png,99\n", "class 99 does not exist");
    assertLabels("file,class\nA-all.png,cat\n", "no class \"cat\"");
    Files.writeString(folder.resolve("labels.csv"), "file,class\nA-all.png,A\n");
    Invocation named = Invocation.of("evaluate", Example.NETWORK, "-d", folder, "--json");
    assertThat(named.json().get("top1").asInt()).isEqualTo(1);
  }

  private void assertLabels(String text, String message) throws IOException {
    if (text != null) {
      Files.writeString(folder.resolve("labels.csv"), text);
    }
    Invocation evaluate = Invocation.of("evaluate", Example.NETWORK, "-d", folder);
    assertThat(evaluate.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(evaluate.err()).contains(message);
    assertHasNoTrace(evaluate);
  }

  @Test
  void foreignFoldersAreNotReplaced() throws IOException {
    Path precious = folder.resolve("precious.txt");
    Files.writeString(precious, "mine", StandardCharsets.UTF_8);
    Invocation compile = Invocation.of("compile", Example.NETWORK, "-o", folder);
    assertThat(compile.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(precious).hasContent("mine");
    Invocation onFile = Invocation.of("compile", Example.NETWORK, "-o", precious);
    assertThat(onFile.code()).isEqualTo(ExitCode.DATA.code());
    Invocation dump = Invocation.of("dump", Example.NETWORK, "-o", folder);
    assertThat(dump.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(folder).isDirectoryNotContaining(p -> !p.equals(precious));
  }

  private Path copyOfNetwork() throws IOException {
    return Files.copy(Example.NETWORK, folder.resolve("Glyphs.cnn"));
  }

  private Path cutPicture() throws IOException {
    byte[] whole = Files.readAllBytes(Example.PICTURES.resolve("A-all.png"));
    return Files.write(folder.resolve("cut.png"), Arrays.copyOf(whole, whole.length / 2));
  }

  private static Json.Obj error(Invocation invocation) {
    assertThat(invocation.err()).isEmpty();
    return invocation.json().get("error").asObject();
  }

  private static void assertHasNoTrace(Invocation invocation) {
    assertThat(invocation.err() + invocation.out())
        .doesNotContain("\tat ")
        .doesNotContain("Exception")
        .doesNotContain("internal error");
  }
}

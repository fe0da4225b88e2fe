package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.runtime.Model;
import dev.whittle.runtime.ModelFile;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
  @TempDir Path folder;

  @Test
  void demoAnswersAllButAFewRight() {
    Invocation demo = Invocation.of("demo", "--json", "--warm-up", 0, "-n", 1);
    assertThat(demo.code()).as(demo.err()).isZero();
    assertThat(demo.json().get("images").asInt()).isGreaterThanOrEqualTo(40);
    assertThat(demo.json().get("right").asInt())
        .isGreaterThanOrEqualTo((int) Math.ceil(0.95 * demo.json().get("images").asInt()));
    assertThat(demo.json().get("classBytes").asInt()).isPositive();
    assertThat(demo.json().get("largestMethodBytes").asInt()).isBetween(1, 7999);
    assertThat(demo.json().get("profile").asObject().get("nodes").asList()).isNotEmpty();
  }

  @Test
  void demoShowsPicturesAnswersAndTimes() {
    Invocation demo = Invocation.of("demo", "--warm-up", 0, "-n", 1);
    assertThat(demo.out())
        .contains("A-all: A ", "answered right", "class file", "GFLOP/s", "Glyphs.cnn:");
    assertThat(demo.out().lines()).allMatch(line -> line.equals(line.stripTrailing()));
  }

  @Test
  void checkSummarises() {
    Invocation text = Invocation.of("check", Example.NETWORK);
    assertThat(text.code()).isZero();
    assertThat(text.out()).startsWith("Glyphs(image: f32[N, 3, 44, 44]) -> glyph: f32[N, 36]\n");
    Json.Obj json = Invocation.of("check", Example.NETWORK, "--json").json();
    assertThat(json.get("networks").asList().getFirst().asObject().get("parameters").asInt())
        .isEqualTo(56508);
    assertThat(json.get("diagnostics").asList()).isEmpty();
  }

  @Test
  void checkCountsStatisticsApartFromParameters() {
    Path file = Example.ROOT.resolve("examples/networks/MobileNetV2.cnn");
    assertThat(Invocation.of("check", file).out())
        .contains("3.50 M parameters, 34.1 k statistics, 300.77 M multiply-adds");
    Json.Obj json =
        Invocation.of("check", file, "--json")
            .json()
            .get("networks")
            .asList()
            .getFirst()
            .asObject();
    assertThat(json.get("parameters").asInt()).isEqualTo(3_504_872);
    assertThat(json.get("statistics").asInt()).isEqualTo(34_112);
  }

  @Test
  void showTakesEveryLevelAndForm() {
    for (String level : List.of("portable", "lowered", "planned")) {
      Invocation table = Invocation.of("show", Example.NETWORK, "--level", level);
      assertThat(table.code()).isZero();
      assertThat(table.out()).contains("edges", "total");
      Invocation json = Invocation.of("show", Example.NETWORK, "--level", level, "--json");
      assertThat(json.json().get("nodes").asList()).hasSizeGreaterThan(5);
      Invocation text = Invocation.of("show", Example.NETWORK, "--level", level, "--as", "text");
      assertThat(text.out()).contains("network Glyphs {");
      Invocation dot = Invocation.of("show", Example.NETWORK, "--level", level, "--as", "dot");
      assertThat(dot.out()).startsWith("digraph \"Glyphs\" {").endsWith("}\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"portable", "lowered", "planned"})
  void whatShowPrintsCanBeShownAgain(String level) throws IOException {
    Path printed = folder.resolve("Printed.cnn");
    String text = Invocation.of("show", Example.NETWORK, "--level", level, "--as", "text").out();
    Files.writeString(printed, text);
    assertThat(Invocation.of("show", printed, "--as", "text").out()).isEqualTo(text);
  }

  @Test
  void showListsMemoryApart() {
    Invocation text = Invocation.of("show", Example.NETWORK, "--memory");
    assertThat(text.out()).contains("arena ", "scratch ", "packed weights ");
    Json.Obj json = Invocation.of("show", Example.NETWORK, "--memory", "--json").json();
    assertThat(json.get("arenaBytes").asInt()).isGreaterThan(100_000);
    assertThat(json.get("packedWeightBytes").asInt()).isGreaterThan(56508 * 4);
    assertThat(json.get("scratchBytesPerThread").asInt()).isNotNegative();
  }

  @Test
  void showPrintsAfterAPassAndStopsAfterPatches() {
    Invocation after = Invocation.of("show", Example.NETWORK, "--print-after", "fuse-epilogues");
    assertThat(after.out()).startsWith("// after fuse-epilogues\n").contains("epilogue: [relu]");
    Invocation stopped =
        Invocation.of(
            "show", Example.NETWORK, "--print-after", "fuse-epilogues", "--stop-after", 0);
    assertThat(stopped.out()).doesNotContain("epilogue: [relu]");
    assertThat(Invocation.of("show", Example.NETWORK, "--ledger").out()).contains("plan-memory");
  }

  @Test
  void runNamesOnePictureAndAFolder() {
    Invocation one =
        Invocation.of("run", Example.NETWORK, Example.PICTURES.resolve("K-shaded.png"), "-k", 3);
    assertThat(one.code()).isZero();
    assertThat(one.out().lines()).hasSize(3);
    assertThat(one.out()).contains("%  K\n");
    Invocation all = Invocation.of("run", Example.NETWORK, Example.PICTURES, "-k", 1, "--json");
    List<Json> pictures = all.json().get("pictures").asList();
    assertThat(pictures).hasSize(72);
    for (Json picture : pictures) {
      Json.Obj answer = picture.asObject().get("answers").asList().getFirst().asObject();
      assertThat(picture.asObject().get("picture").asText())
          .startsWith(answer.get("label").asText() + "-");
    }
  }

  @Test
  void evaluateCounts() {
    Invocation evaluate =
        Invocation.of("evaluate", Example.NETWORK, "--data", Example.PICTURES, "--json", "--wrong");
    assertThat(evaluate.code()).isZero();
    assertThat(evaluate.json().get("images").asInt()).isEqualTo(72);
    assertThat(evaluate.json().get("top1").asInt()).isEqualTo(72);
    assertThat(evaluate.json().get("top5").asInt()).isEqualTo(72);
    assertThat(evaluate.json().get("wrong").asList()).isEmpty();
    assertThat(Invocation.of("evaluate", Example.NETWORK, "-d", Example.PICTURES, "-t", 1).out())
        .startsWith("Glyphs: 72 of 72 right (100.0 %)");
  }

  @Test
  void everyWidthGivesTheSameAnswers() {
    for (int lanes : List.of(16, 8, 4, 1)) {
      Invocation evaluate =
          Invocation.of(
              "evaluate", Example.NETWORK, "-d", Example.PICTURES, "--lanes", lanes, "--json");
      assertThat(evaluate.json().get("top1").asInt()).as("%d lanes", lanes).isEqualTo(72);
      assertThat(evaluate.json().get("lanes").asInt()).isEqualTo(lanes);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../Away", "/tmp/Away", "a/b", "a.b", "..", "a b;[<c>"})
  void compiledFilesStayInTheirFolderWhateverTheNetworkIsCalled(String name) throws Exception {
    Path source = folder.resolve("Net.cnn");
    Files.writeString(
        source, "network `%s` {\n  input x: f32[4]\n  output y = relu(x)\n}\n".formatted(name));
    Path weights = folder.resolve("Net.safetensors");
    Safetensors.write(weights, Weights.of(Map.of()), Map.of());
    Path out = folder.resolve("one/two/out");
    Files.createDirectories(out.getParent());
    Invocation compile = Invocation.of("compile", source, "-o", out, "--widths", "1", "--json");
    assertThat(compile.code()).as(compile.err() + compile.out()).isZero();
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).filter(f -> !f.startsWith(out)))
          .containsExactlyInAnyOrder(source, weights);
    }
    ModelFile file = ModelFile.read(out.resolve(compile.json().get("model").asText()));
    assertThat(file.name()).isEqualTo(name);
    try (URLClassLoader classes = new URLClassLoader(new URL[] {out.toUri().toURL()});
        Model model = Model.load(file, classes)) {
      float[] y = new float[4];
      model.run(new float[] {-1, 2, -3, 4}, y);
      assertThat(y).containsExactly(0, 2, 0, 4);
    }
  }

  @Test
  void compiledClassesRunFromTheirFolder() throws Exception {
    Path out = folder.resolve("out");
    Invocation compile =
        Invocation.of(
            "compile", Example.NETWORK, "-o", out, "--package", "com.acme", "-b", "1,2", "--json");
    assertThat(compile.code()).as(compile.err() + compile.out()).isZero();
    assertThat(compile.json().get("classes").asList()).hasSize(8);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {out.toUri().toURL()}, Model.class.getClassLoader())) {
      ModelFile file = ModelFile.read(out.resolve("com/acme/Glyphs.whittle"));
      try (Model model = Model.load(file, loader, Options.standard().withThreads(1))) {
        assertThat(model.batches()).containsExactly(2, 1);
        var answer = model.classify(Example.PICTURES.resolve("Z-scaled.png"), 1).getFirst();
        assertThat(answer.label()).isEqualTo("Z");
      }
    }
    assertThat(Invocation.of("compile", Example.NETWORK, "-o", out).code())
        .as("a folder of an earlier compile is replaced")
        .isZero();
    assertThat(out.resolve("com")).doesNotExist();
  }

  @Test
  void compilingTwiceGivesTheSameBytes() throws IOException {
    for (String name : List.of("a", "b")) {
      Invocation.of("compile", Example.NETWORK, "-o", folder.resolve(name), "--widths", "16,1");
    }
    for (String file :
        List.of("Glyphs.whittle", "Glyphs_v512_b1.class", "Glyphs_scalar_b1.class")) {
      assertThat(folder.resolve("a").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
    }
  }

  @Test
  void benchAndProfileMeasure() {
    Invocation bench =
        Invocation.of("bench", Example.NETWORK, "--warm-up", 0, "-n", 3, "-b", 2, "--json");
    assertThat(bench.json().get("p50Ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(bench.json().get("p99Ms").asDouble());
    assertThat(bench.json().get("batch").asInt()).isEqualTo(2);
    assertThat(Invocation.of("bench", Example.NETWORK, "--warm-up", 0, "-n", 2).out())
        .contains("p50", "p90", "p99", "images/s");
    Json.Obj profile =
        Invocation.of("profile", Example.NETWORK, "--warm-up", 0, "-n", 2, "--json").json();
    double shares =
        profile.get("nodes").asList().stream()
            .mapToDouble(node -> node.asObject().get("share").asDouble())
            .sum();
    assertThat(shares).isCloseTo(1, within(1e-6));
    assertThat(Invocation.of("profile", Example.NETWORK, "--warm-up", 0, "-n", 2).out())
        .contains("edges", "GFLOP/s");
  }

  @Test
  void profileShowsWhatTheSecondCompilerDid() {
    Json.Obj profile =
        Invocation.of(
                "profile", Example.NETWORK, "--warm-up", 2, "-n", 2, "--compilations", "--json")
            .json();
    Json.Obj compilations = profile.get("compilations").asObject();
    int hot = compilations.get("hotMethods").asInt();
    assertThat(hot).isBetween(1, compilations.get("methods").asInt());
    assertThat(compilations.get("hot").asList()).hasSize(hot);
    double sum =
        compilations.get("hot").asList().stream()
            .mapToDouble(method -> method.asObject().get("c2_ms").asDouble())
            .sum();
    assertThat(sum).isPositive().isCloseTo(compilations.get("c2_ms").asDouble(), within(1e-6));
    assertThat(compilations.get("c2_all_ms").asDouble()).isGreaterThanOrEqualTo(sum - 1e-6);
    assertThat(
            Invocation.of("profile", Example.NETWORK, "--warm-up", 1, "-n", 2, "--compilations")
                .out())
        .contains("edges", "generated methods", "hot method", "f32_");
  }

  @Test
  void dumpWritesEveryNode() throws IOException {
    Path file = folder.resolve("all.npz");
    Invocation dump =
        Invocation.of(
            "dump", Example.NETWORK, "-o", file, "-p", Example.PICTURES.resolve("A-all.png"));
    assertThat(dump.code()).isZero();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      assertThat(zip.stream().map(e -> e.getName()).toList())
          .contains("image.npy", "edges.npy", "edges/max_pool.npy", "glyph.npy");
    }
    assertThat(folder).isDirectoryNotContaining(p -> !p.equals(file));
  }

  @Test
  void passesListsTheCatalogue() {
    assertThat(Invocation.of("passes").out()).contains("plan-memory", "pipeline exact");
    Json.Obj json = Invocation.of("passes", "--json").json();
    assertThat(json.get("passes").asList()).hasSizeGreaterThanOrEqualTo(7);
    assertThat(Invocation.of("passes", "lower", "--json").json().get("passes").asList()).hasSize(1);
  }
}

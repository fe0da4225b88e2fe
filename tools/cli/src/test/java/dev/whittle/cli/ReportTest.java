package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ReportTest {
  private static final List<String> PASSES =
      List.of(
          "",
          "canonicalise",
          "fold-batch-norm",
          "fold-parameters",
          "canonicalise",
          "lower",
          "fuse-epilogues",
          "fuse-expansions",
          "choose-kernels",
          "share-buffers",
          "plan-memory");

  /** Names that would be markup, end an attribute, turn the writing round, or are no characters. */
  private static final List<String> HOSTILE =
      List.of(
          "</title><script>alert(1)</script>",
          "\"onmouseover='alert(2)'",
          "&lt;b&amp;&#0;",
          "]]>",
          "\u202Eback",
          "a long name, longer than any box is wide, /with/slashes/");

  @TempDir Path folder;

  @Test
  void jsonSumsUp() {
    Json.Obj json = Invocation.of("report", Example.NETWORK, "--no-measure", "--json").json();
    assertThat(json.get("network").asText()).isEqualTo("Glyphs");
    assertThat(json.get("source").asText()).isEqualTo("Glyphs.cnn");
    List<Json> passes = json.get("passes").asList();
    assertThat(passes.stream().map(p -> p.asObject().get("pass").asText()))
        .containsExactlyElementsOf(PASSES);
    Json.Obj last = passes.getLast().asObject();
    assertThat(last.get("parameters").asLong()).isEqualTo(56_508);
    assertThat(last.find("measuredMs")).isEmpty();
    assertThat(last.find("difference")).isEmpty();
    for (String figure : List.of("parameters", "weightBytes", "macs", "bytes", "activationBytes")) {
      assertThat(sum(json, figure)).as(figure).isEqualTo(last.get(figure).asLong());
    }
    assertThat(last.get("arenaBytes").asLong())
        .isEqualTo(json.get("memory").asObject().get("arenaBytes").asLong());
    assertThat(json.get("layers").asList()).hasSize(last.get("nodes").asInt());
  }

  @Test
  void saysWhatApproximatePassesMadeOfEachLayer() throws IOException {
    Path pipeline = folder.resolve("split.pipeline");
    Files.writeString(
        pipeline, "pipeline split {\n  split-spatial(energy: 0.9, keep: \"smaller\")\n}\n");
    Object[] command = {"report", Example.NETWORK, "--no-measure", "--pipeline", pipeline};
    List<Json> passes = Invocation.of(with(command, "--json")).json().get("passes").asList();
    Json.Obj before = passes.get(0).asObject();
    Json.Obj split = passes.get(1).asObject();
    long saved = 0;
    int done = 0;
    for (Json layer : split.get("approximations").asList()) {
      Json.Obj json = layer.asObject();
      if (json.get("isDone").asBoolean()) {
        done++;
        assertThat(json.get("error").asDouble()).isBetween(0.0, Math.sqrt(0.1));
        saved +=
            json.get("before").asObject().get("parameters").asLong()
                - json.get("after").asObject().get("parameters").asLong();
      } else {
        assertThat(json.get("objection").asText()).isNotEmpty();
      }
    }
    assertThat(done).isPositive().isEqualTo(split.get("patches").asInt());
    assertThat(before.get("parameters").asLong() - split.get("parameters").asLong())
        .isEqualTo(saved)
        .isPositive();
    assertThat(Invocation.of(command).out()).contains("weight error", "split-spatial  edges");
    Path page = folder.resolve("page.html");
    assertThat(Invocation.of(with(command, "-o", page)).code()).isZero();
    assertThat(Files.readString(page)).contains("What approximate passes made of each layer.");
  }

  @Test
  void measuresApproximatedLayersAloneAndWhatTheyCompute() throws IOException {
    Path pipeline = folder.resolve("smaller.pipeline");
    Files.writeString(
        pipeline,
        """
        pipeline smaller {
          split-spatial(error: 0.1, keep: "smaller")
          prune-channels(layers: "squeeze", width: 12, keep: "always")
        }
        """);
    Invocation report =
        Invocation.of(
            "report",
            Example.NETWORK,
            "--data",
            Example.PICTURES,
            "--pipeline",
            pipeline,
            "--warm-up",
            0,
            "-n",
            2,
            "--lanes",
            8,
            "--json");
    assertThat(report.code()).as(report.err()).isZero();
    List<Json> passes = report.json().get("passes").asList();
    int done = 0;
    int compared = 0;
    for (int pass = 1; pass <= 2; pass++) {
      for (Json layer : passes.get(pass).asObject().get("approximations").asList()) {
        Json.Obj json = layer.asObject();
        assertThat(json.get("before").asObject().get("isolatedMs").asDouble()).isPositive();
        assertThat(json.get("after").asObject().get("isolatedMs").asDouble()).isPositive();
        done += json.get("isDone").asBoolean() ? 1 : 0;
        compared += json.find("outputError").isPresent() ? 1 : 0;
        json.find("outputError").ifPresent(e -> assertThat(e.asDouble()).isBetween(1e-6, 1.0));
      }
    }
    assertThat(done).isGreaterThan(3);
    assertThat(compared).as("all but what has fewer outputs").isEqualTo(done - 1);
  }

  @Test
  void layersThatLostInputsShowWhatIsLeft() throws IOException {
    Path pipeline = folder.resolve("pruned.pipeline");
    Files.writeString(
        pipeline,
        """
        pipeline pruned {
          prune-channels(layers: "squeeze", width: 12, keep: "always")
        }
        """);
    Invocation report =
        Invocation.of("report", Example.NETWORK, "--no-measure", "--pipeline", pipeline);
    assertThat(report.out())
        .containsPattern("prune-channels  squeeze  width: 12 +592 → 444 ")
        .containsPattern("prune-channels  near +272 → 208 ");
  }

  private static Object[] with(Object[] command, Object... more) {
    return Stream.concat(Stream.of(command), Stream.of(more)).toArray();
  }

  @Test
  void measuresEveryPassAndLayerOnPictures() {
    Invocation report =
        Invocation.of(
            "report",
            Example.NETWORK,
            "--data",
            Example.PICTURES,
            "--warm-up",
            0,
            "-n",
            3,
            "--lanes",
            8,
            "--json");
    assertThat(report.code()).as(report.err()).isZero();
    Json.Obj json = report.json();
    assertThat(json.get("data").asText()).isEqualTo("72 labelled pictures");
    assertThat(json.get("rounds").asInt()).isEqualTo(3);
    for (Json pass : json.get("passes").asList()) {
      assertThat(pass.asObject().get("measuredMs").asDouble()).isPositive();
      Json.Obj difference = pass.asObject().get("difference").asObject();
      assertThat(difference.get("items").asInt()).isEqualTo(72);
      assertThat(difference.get("sameAnswers").asInt()).isEqualTo(72);
      assertThat(difference.get("rightAnswers").asInt()).isEqualTo(72);
      assertThat(difference.get("largest").asDouble()).isBetween(0.0, 1e-5);
      assertThat(difference.get("relative").asDouble()).isBetween(0.0, 1e-5);
    }
    for (Json layer : json.get("layers").asList()) {
      boolean hasCode = !layer.asObject().get("kernel").asText().isEmpty();
      assertThat(layer.asObject().get("measuredMs").asDouble() > 0).isEqualTo(hasCode);
    }
  }

  @Test
  void saysThatDifferencesAreOnRandomNumbers() {
    Invocation report =
        Invocation.of("report", Example.NETWORK, "--warm-up", 0, "-n", 2, "--lanes", 8);
    assertThat(report.out())
        .contains("(as written)", "plan-memory", "total", "8/8", "on 8 inputs of random numbers")
        .contains("f32_softmax__v256");
  }

  @Test
  void theTableNeedsNoWeightsWhenNothingIsMeasured() throws IOException {
    Path source = Files.copy(Example.NETWORK, folder.resolve("Glyphs.cnn"));
    Invocation report = Invocation.of("report", source, "--no-measure");
    assertThat(report.code()).as(report.err()).isZero();
    assertThat(report.out()).contains("56.5 k").doesNotContain("measured");
    assertThat(Invocation.of("report", source).code()).isEqualTo(ExitCode.DATA.code());
  }

  @Test
  void equalNetworksMakeEqualPagesWhereverTheyLie() throws IOException {
    Path elsewhere = Files.createDirectories(folder.resolve("else/where"));
    Path copy = Files.copy(Example.NETWORK, elsewhere.resolve("Glyphs.cnn"));
    Files.copy(Example.WEIGHTS, elsewhere.resolve("Glyphs.safetensors"));
    Path one = folder.resolve("one.html");
    Path two = folder.resolve("two.html");
    assertThat(Invocation.of("report", Example.NETWORK, "--no-measure", "-o", one).code()).isZero();
    assertThat(Invocation.of("report", copy, "--no-measure", "-o", two).code()).isZero();
    assertThat(two).hasSameBinaryContentAs(one);
    assertThat(Files.readString(one)).doesNotContain(Example.ROOT.toString(), folder.toString());
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(elsewhere.getParent(), one, two);
    }
  }

  @Test
  void thePageIsXmlAndAsksTheNetworkForNothing() throws Exception {
    Path file = folder.resolve("report.html");
    Invocation.of("report", Example.NETWORK, "--no-measure", "-o", file);
    Document page = parse(file);
    assertThat(texts(page, "h1")).containsExactly("Glyphs");
    assertThat(texts(page, "h2"))
        .containsExactly("Ledger", "Network", "Layers", "Memory over time");
    NodeList all = page.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      Element element = (Element) all.item(i);
      for (String attribute : List.of("src", "href", "action", "srcset", "data")) {
        String value = element.getAttribute(attribute);
        assertThat(value.isEmpty() || value.startsWith("#") || value.equals("data:,"))
            .as("%s %s=%s", element.getTagName(), attribute, value)
            .isTrue();
      }
    }
    assertThat(texts(page, "style").getFirst()).doesNotContain("url(", "@import");
    for (String table : texts(page, "caption")) {
      assertThat(table).isNotBlank();
    }
  }

  @Test
  void namesAreTextWhateverTheyHold() throws Exception {
    StringBuilder source = new StringBuilder("network `" + HOSTILE.getFirst() + "` {\n");
    source.append("  input `x<y`: f32[4, 6]\n");
    String last = "x<y";
    for (String name : HOSTILE) {
      source.append("  `%s` = softmax(`%s`)\n".formatted(name, last));
      last = name;
    }
    source.append("  output `<out>` = softmax(`%s`)\n}\n".formatted(last));
    Path network = folder.resolve("Hostile.cnn");
    Files.writeString(network, source.toString());
    Path file = folder.resolve("hostile.html");
    Invocation report = Invocation.of("report", network, "--no-measure", "-o", file);
    assertThat(report.code()).as(report.err()).isZero();
    Document page = parse(file);
    assertThat(page.getElementsByTagName("script").getLength()).isEqualTo(1);
    assertThat(texts(page, "h1")).containsExactly(HOSTILE.getFirst());
    assertThat(texts(page, "bdi")).contains("x<y", "<out>").containsAll(HOSTILE);
    Json.Obj json = Invocation.of("report", network, "--no-measure", "--json").json();
    assertThat(json.get("network").asText()).isEqualTo(HOSTILE.getFirst());
  }

  @Test
  void writesJsonByTheFilesEnding() throws IOException {
    Path file = folder.resolve("report.json");
    Invocation report = Invocation.of("report", Example.NETWORK, "--no-measure", "-o", file);
    assertThat(report.out()).isEqualTo(file + ": 10 passes, 15 layers\n");
    Json.Obj json = Json.parse(Files.readString(file)).asObject();
    assertThat(json)
        .isEqualTo(Invocation.of("report", Example.NETWORK, "--no-measure", "--json").json());
  }

  @Test
  void predictionsScaleWithTheVectors() {
    double wide = predicted(16);
    double scalar = predicted(1);
    assertThat(scalar).isGreaterThan(4 * wide);
    assertThat(predicted(16)).isEqualTo(wide, within(0.0));
  }

  private static double predicted(int lanes) {
    return Invocation.of("report", Example.NETWORK, "--no-measure", "--lanes", lanes, "--json")
        .json()
        .get("passes")
        .asList()
        .getLast()
        .asObject()
        .get("predictedMs")
        .asDouble();
  }

  private static long sum(Json.Obj report, String figure) {
    return report.get("layers").asList().stream()
        .mapToLong(layer -> layer.asObject().get(figure).asLong())
        .sum();
  }

  private static Document parse(Path file) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(Files.readString(file))));
  }

  private static List<String> texts(Document page, String tag) {
    NodeList found = page.getElementsByTagName(tag);
    return Stream.iterate(0, i -> i < found.getLength(), i -> i + 1)
        .map(i -> found.item(i).getTextContent())
        .toList();
  }
}

package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class SweepTest {
  private static final String PIPELINE = Example.FOLDER.resolve("knob.pipeline").toString();
  private static final String PICTURES = Example.PICTURES.toString();

  @TempDir Path folder;

  @Test
  void tellsEverySettingBesideExact() throws Exception {
    Path page = folder.resolve("sweep.html");
    Path table = folder.resolve("sweep.csv");
    Json.Obj json = sweep("loss=0.1,0.8", "--json", "-o", page, "-o", table).json();
    List<Json.Obj> points = json.get("points").asList().stream().map(Json::asObject).toList();
    assertThat(points.stream().map(p -> p.get("setting").asText()))
        .containsExactly("exact", "loss: 0.1", "loss: 0.8");
    assertThat(points.stream().map(p -> p.get("parameters").asLong()))
        .isSortedAccordingTo((a, b) -> Long.compare(b, a))
        .startsWith(56_508L)
        .doesNotHaveDuplicates();
    assertThat(points.getFirst().get("sameAnswers").asLong()).isEqualTo(72);
    assertThat(points.getFirst().get("speedUp").asDouble()).isEqualTo(1);
    assertThat(points.getLast().get("largestDifference").asDouble()).isPositive();
    assertThat(points).allMatch(p -> p.get("measuredMs").asDouble() > 0);
    assertThat(points.getLast().get("onFront").asBoolean()).as("the smallest").isTrue();

    List<String> lines = Files.readAllLines(table);
    assertThat(lines).hasSize(4);
    assertThat(lines).allMatch(line -> line.split(",", -1).length == 13);
    assertThat(lines.get(1)).startsWith("exact,0,56508,");

    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(body(page))));
    assertThat(document.getElementsByTagName("circle").getLength()).isEqualTo(3);
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(1);
  }

  @Test
  void refusesWhatIsNoConstantOfThePipelinesFile() {
    Invocation unknown = sweep("lost=0.1");
    assertThat(unknown.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(unknown.err())
        .contains("WN201", "the file has no constant `lost` of its own", "did you mean `loss`?");
    Invocation bad = sweep("loss=high");
    assertThat(bad.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(bad.err()).contains("`high`");
    assertThat(sweep("loss=\"high\"").err()).contains("knob.pipeline:7:24", "WP203");
  }

  @Test
  void refusesOptionsThatMeanNothing() {
    assertUsage(sweep("loss"), "is not a name and its values");
    assertUsage(sweep("loss=0.1,"), "is not a name and its values");
    assertUsage(sweep("loss=0.1", "-o", "sweep.png"), "cannot tell what to write");
    assertUsage(
        Invocation.of("sweep", Example.NETWORK, "--knob", "a=1", "--data", PICTURES),
        "there is no pipeline to sweep");
    assertUsage(
        Invocation.of(
            "sweep", Example.NETWORK, "--pipeline", "exact", "--knob", "a=1", "--data", PICTURES),
        "the pipeline exact has no constants to set");
  }

  @Test
  void otherCommandsTakeOneValue() {
    Json.Obj small = report("--set", "loss=0.8");
    Json.Obj large = report();
    assertThat(small.get("pipeline").asText()).isEqualTo("knob");
    assertThat(parameters(small)).isLessThan(parameters(large));
  }

  private static Json.Obj report(Object... more) {
    return invoke(
            new Object[] {
              "report", Example.NETWORK, "--no-measure", "--json", "--pipeline", PIPELINE
            },
            more)
        .json();
  }

  private static long parameters(Json.Obj report) {
    return report.get("passes").asList().getLast().asObject().get("parameters").asLong();
  }

  private static Invocation sweep(String knob, Object... more) {
    return invoke(
        new Object[] {
          "sweep",
          Example.NETWORK,
          "--pipeline",
          PIPELINE,
          "--knob",
          knob,
          "--data",
          PICTURES,
          "--warm-up",
          0,
          "--runs",
          1
        },
        more);
  }

  private static Invocation invoke(Object[] first, Object[] more) {
    Object[] all = new Object[first.length + more.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Invocation.of(all);
  }

  private static void assertUsage(Invocation invocation, String message) {
    assertThat(invocation.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(invocation.err()).contains(message);
  }

  private static String body(Path page) throws IOException {
    return Files.readString(page).replaceFirst("<!DOCTYPE html>", "");
  }
}

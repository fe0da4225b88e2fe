package dev.whittle.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.cli.option.Output;
import dev.whittle.cli.suite.Suites.Request;
import dev.whittle.grammar.Cnn;
import dev.whittle.runtime.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

class SuiteRunTest {
  private static final List<Case> CASES =
      List.of(
          ConvolutionLayer.same(16, 10, 32, 3).toCase(),
          ConvolutionLayer.same(32, 7, 16, 1).toCase());

  @Test
  void comparesWithOnnxRuntime() {
    SuiteResult result = run(CASES, Optional.of("onnxruntime"), 1);
    Json.Obj json = result.json().asObject();
    assertThat(result.problems()).isEmpty();
    List<Json.Obj> cases = cases(json);
    assertThat(cases).hasSize(2);
    assertThat(cases.getFirst().get("name").asText()).isEqualTo("3x3 16-32 @10");
    assertThat(cases.getFirst().get("macs").asInt()).isEqualTo(2 * 16 * 32 * 9 * 100);
    double product = 1;
    for (Json.Obj subject : cases) {
      double gflops = number(subject, "gflops");
      assertThat(gflops)
          .isCloseTo(
              2e-6 * number(subject, "macs") / number(subject, "whittle_ms"),
              within(1e-6 * gflops));
      assertThat(number(subject, "times_p"))
          .isCloseTo(gflops / number(subject, "peak_gflops"), within(1e-9));
      assertThat(number(subject, "ratio"))
          .isBetween(number(subject, "ratio_low"), number(subject, "ratio_high"));
      assertThat(number(subject, "onnxruntime_ms")).isPositive();
      assertThat(number(subject, "difference")).isBetween(0.0, 1e-5);
      assertThat(number(subject, "kernel_ms"))
          .isPositive()
          .isLessThanOrEqualTo(number(subject, "whittle_ms"));
      assertThat(number(subject, "compile_ms")).isPositive();
      assertThat(subject.find("onnxruntime_no_spinning_ms")).isEmpty();
      assertThat(subject.get("kernel").asText()).matches("f32_(conv2d|winograd|strassen)_.*");
      product *= number(subject, "ratio");
    }
    assertThat(number(json, "geomean_ratio")).isCloseTo(Math.sqrt(product), within(1e-9));
    assertThat(number(json, "geomean_times_p")).isPositive();
    assertThat(number(json, "peak_gflops")).isPositive();
    assertThat(json.get("opponent").asText()).startsWith("ONNX Runtime 1.");
    assertThat(result.text()).contains("vgg-layers, batch 2, 1 thread, ", "geometric mean");
    assertThat(result.markdown().lines().filter(line -> line.startsWith("|"))).hasSize(5);
  }

  @Test
  void severalThreadsShowWhatSpinningDoes() {
    SuiteResult result = run(CASES.subList(0, 1), Optional.of("onnxruntime"), 2);
    Json.Obj subject = cases(result.json().asObject()).getFirst();
    assertThat(number(subject, "onnxruntime_no_spinning_ms")).isPositive();
    assertThat(result.text()).contains("no spinning");
    boolean areSeveral = Runtime.getRuntime().availableProcessors() > 1;
    assertThat(subject.find("handover_ns")).matches(found -> found.isPresent() == areSeveral);
    assertThat(result.text().contains("handover ns")).isEqualTo(areSeveral);
  }

  @Test
  void runsAlone() {
    SuiteResult result = run(CASES.subList(0, 1), Optional.empty(), 1);
    Json.Obj json = result.json().asObject();
    assertThat(json.find("geomean_ratio")).isEmpty();
    assertThat(cases(json).getFirst().find("ratio")).isEmpty();
    assertThat(cases(json).getFirst().find("handover_ns")).isEmpty();
    assertThat(number(cases(json).getFirst(), "times_p")).isPositive();
  }

  @Test
  void aCaseWithoutAnAnswerDoesNotCount() {
    String text =
        """
        network Nowhere {
          input x: f32[N, 4]
          y = x |> dense(4)
          output z = (y - y) / (y - y)
        }
        """;
    Case nowhere =
        Case.exact(
            "nowhere",
            () -> Cnn.read("Nowhere.cnn", text, Path.of("")).graph().orElseThrow(),
            Optional.empty(),
            Optional.empty());
    SuiteResult result = run(List.of(nowhere, CASES.getFirst()), Optional.of("onnxruntime"), 1);
    assertThat(result.problems())
        .singleElement()
        .asString()
        .startsWith("nowhere does not count: outputs differ by");
    assertThat(cases(result.json().asObject())).hasSize(1);
  }

  private static SuiteResult run(List<Case> cases, Optional<String> opponent, int threads) {
    Request request =
        new Request("vgg-layers", opponent, threads, 2, 0, 1, Optional.empty(), Optional.empty());
    return new SuiteRun(request, output()).run(cases);
  }

  private static Output output() {
    Command command = new Command();
    new CommandLine(command).parseArgs();
    return command.output;
  }

  @CommandLine.Command
  private static final class Command {
    @Mixin private Output output;
  }

  private static List<Json.Obj> cases(Json.Obj json) {
    return json.get("cases").asList().stream().map(Json::asObject).toList();
  }

  private static double number(Json.Obj json, String name) {
    return json.get(name).asDouble();
  }
}

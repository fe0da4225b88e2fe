package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.LockText;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HwbenchTest {
  private static final String SOURCE =
      """
      network Net {
        input x: f32[N, 64, 14, 14]
        output y = x |> conv(64, kernel: 3, pads: 1) |> relu
      }
      """;

  @TempDir Path folder;
  private Path network;

  @BeforeEach
  void write() throws IOException {
    network = Files.writeString(folder.resolve("Net.cnn"), SOURCE);
  }

  @Test
  void everyCandidateHasATimeAndOneIsPicked() throws IOException {
    Path times = folder.resolve("all.kernels");
    Path model = folder.resolve("times.model");
    Invocation run = bench("--times", times, "--fit", model);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("pick").contains("best").contains("A/A noise");
    KernelTimes kept = LockText.read("", Files.readString(times)).times();
    assertThat(kept.entries()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(model).content().contains("fitted on ");
    Json.Obj layer =
        bench("--times", times, "--json").json().get("layers").asList().getFirst().asObject();
    List<Json> candidates = layer.get("candidates").asList();
    assertThat(candidates).hasSizeGreaterThanOrEqualTo(2);
    for (String mark : List.of("isPick", "isBest")) {
      assertThat(candidates.stream().filter(c -> is(c, mark))).as(mark).hasSize(1);
    }
    for (Json candidate : candidates) {
      double measured = candidate.asObject().get("measuredMs").asDouble();
      String kernel = candidate.asObject().get("kernel").asText();
      assertThat(kept.entries())
          .anyMatch(e -> e.way().equals(kernel) && e.nanoseconds() == Math.round(measured * 1e6));
    }
  }

  @Test
  void layersWithZerosAreMeasuredWithoutOthers() {
    Invocation run = bench("--sparse");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--sparse has layers of its own");
  }

  @Test
  void aBadPickFailsInAFreshJvm() throws IOException {
    Path times = folder.resolve("all.kernels");
    bench("--times", times);
    List<KernelTimes.Entry> reversed =
        LockText.read("", Files.readString(times)).times().entries().stream()
            .map(e ->
                new KernelTimes.Entry(
                    e.processor(), e.work(), e.way(), 1_000_000_000L / e.nanoseconds()))
            .toList();
    Path lock = folder.resolve("wrong.kernels");
    Files.writeString(lock, KernelTimes.of(reversed).toString());
    Invocation wrong = unlessBusy(() -> bench("--lock", lock, "--assert", "--json"));
    assertThat(wrong.code()).isEqualTo(ExitCode.SLOW_PICK.code());
    Json.Obj verdict = wrong.json().get("freshJvm").asList().getFirst().asObject();
    assertThat(is(verdict, "isBad")).isTrue();
    assertThat(verdict.get("slowdown").asDouble()).isGreaterThan(0.05);
    assertThat(wrong.json().get("bad").asInt()).isOne();
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThat(bench("--assert", "--times", folder.resolve("t")).code())
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(Invocation.of("hwbench", "--suite", "nothing").code())
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(Invocation.of("hwbench", "--lanes", 2 * Vectors.lanes()).code())
        .isEqualTo(ExitCode.USAGE.code());
  }

  /**
   * The first of some attempts that fails in both JVMs: on a busy machine noise may hide a slow
   * kernel.
   */
  private static Invocation unlessBusy(Supplier<Invocation> attempt) {
    Invocation last = attempt.get();
    for (int i = 0; i < 4 && !failsInBoth(last); i++) {
      last = attempt.get();
    }
    return last;
  }

  private static boolean failsInBoth(Invocation attempt) {
    return attempt.code() == ExitCode.SLOW_PICK.code() && attempt.json().get("bad").asInt() > 0;
  }

  private Invocation bench(Object... options) {
    Object[] arguments = new Object[2 + options.length];
    arguments[0] = "hwbench";
    arguments[1] = network;
    System.arraycopy(options, 0, arguments, 2, options.length);
    return Invocation.of(arguments);
  }

  private static boolean is(Json json, String member) {
    return json.asObject().get(member).equals(new Json.Bool(true));
  }
}

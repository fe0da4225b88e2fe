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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels are timed once, and whatever compiles a network afterwards chooses by that. */
class LockTest {
  private static final String SOURCE =
      """
      network Net {
        input x: f32[N, 3, 12, 12]
        c = x |> conv(8, kernel: 3) |> relu
        output y = c
      }

      pipeline Measured {
        lower
        choose-kernels(measured: true)
      }
      """;

  @TempDir Path folder;
  private Path network;
  private Path lock;

  @BeforeEach
  void write() throws IOException {
    network = Files.writeString(folder.resolve("Net.cnn"), SOURCE);
    lock = folder.resolve("Net.kernels");
  }

  @Test
  void whatIsKnownIsNotMeasuredAgain() throws IOException {
    Json.Obj first = lock("--json").json();
    assertThat(first.get("measured").asInt()).isPositive();
    assertThat(first.get("entries").asInt()).isEqualTo(first.get("measured").asInt());
    String text = Files.readString(lock);
    assertThat(lock("--json").json().get("measured").asInt()).isZero();
    assertThat(lock).hasContent(text);
    Json.Obj more = lock("--json", "--batch", "1,2").json();
    assertThat(more.get("measured").asInt()).isPositive();
    assertThat(Files.readString(lock)).contains("f32[2, 3, 12, 12]").contains("f32[1, 3, 12, 12]");
    KernelTimes times = LockText.read("", Files.readString(lock)).times();
    assertThat(times.entries()).hasSize(more.get("entries").asInt());
    assertThat(times.entries()).allMatch(e -> e.processor().equals(text(more, "processor")));
  }

  @Test
  void explainTellsTheTimesAndTheKernelThatTheyChose() throws IOException {
    lock();
    for (boolean isPlainFaster : List.of(true, false)) {
      favour(isPlainFaster);
      Json.Obj node = Invocation.of("explain", network, "c", "--lanes", lanes(), "--json").json();
      List<Json> alternatives = node.get("alternatives").asList();
      assertThat(alternatives).hasSizeGreaterThanOrEqualTo(2);
      for (Json alternative : alternatives) {
        Json.Obj way = alternative.asObject();
        boolean isPlain = way.get("operandLayouts").asList().getFirst().asText().equals("NCHW");
        if (way.get("isChosen").equals(new Json.Bool(true))) {
          assertThat(isPlain).isEqualTo(isPlainFaster);
        }
        assertThat(way.get("lockedMs").asDouble()).isEqualTo(way.get("kernelMs").asDouble());
        assertThat(way.get("predictedMs").asDouble()).isPositive();
      }
      assertThat(alternatives)
          .filteredOn(a -> a.asObject().get("isChosen").equals(new Json.Bool(true)))
          .hasSize(1);
    }
    assertThat(Invocation.of("explain", network, "c", "--lanes", lanes()).out())
        .contains("by the times in the lock file")
        .contains("in lock file");
  }

  @Test
  void aPipelineThatMeasuresWritesTheLockFileWhenItIsCompiledAndNotWhenItIsBuilt() {
    Path out = folder.resolve("out");
    Invocation built =
        Invocation.of(
            "build", folder, "--classes", out, "--pipeline", "Measured", "--target", "scalar");
    assertThat(built.err()).contains("there are no weights");
    assertThat(lock).doesNotExist();
    Invocation shown =
        Invocation.of("show", network, "--pipeline", "Measured", "--level", "lowered");
    assertThat(shown.code()).isZero();
    assertThat(lock).doesNotExist();
    Invocation compiled =
        Invocation.of(
            "compile",
            network,
            "--random-weights",
            "-o",
            out,
            "--pipeline",
            "Measured",
            "--widths",
            lanes());
    assertThat(compiled.err()).isEmpty();
    assertThat(lock).exists();
  }

  @Test
  void aLockFileThatIsNamedMustBeThere() {
    Path nowhere = folder.resolve("nowhere.kernels");
    for (String command : List.of("show", "explain")) {
      Invocation run = Invocation.of(command, network, "c", "--lock", nowhere, "--json");
      assertThat(run.code()).isIn(ExitCode.DATA.code(), ExitCode.USAGE.code());
    }
    assertThat(Invocation.of("build", folder, "--lock", nowhere).err())
        .contains("nowhere.kernels: there is no such file");
    assertThat(lock("--lanes", 2 * Vectors.lanes()).code()).isEqualTo(ExitCode.USAGE.code());
  }

  private Invocation lock(Object... options) {
    Object[] arguments = new Object[7 + options.length];
    arguments[0] = "lock";
    arguments[1] = network;
    arguments[2] = "--random-weights";
    arguments[3] = "--lanes";
    arguments[4] = lanes();
    arguments[5] = "--warm-up";
    arguments[6] = 0;
    System.arraycopy(options, 0, arguments, 7, options.length);
    return Invocation.of(arguments);
  }

  /** Makes the kernel on plain or on blocked input the faster one by far. */
  private void favour(boolean isPlain) throws IOException {
    List<KernelTimes.Entry> entries =
        LockText.read("", Files.readString(lock)).times().entries().stream()
            .map(e -> {
              boolean isFast =
                  e.work().operation().equals("reorder")
                      || e.way().matches("\\S+ NCHW,.*") == isPlain;
              return new KernelTimes.Entry(
                  e.processor(), e.work(), e.way(), isFast ? 1_000 : 9_000_000);
            })
            .toList();
    Files.writeString(lock, KernelTimes.of(entries).toString());
  }

  private static int lanes() {
    return Math.min(8, Vectors.lanes());
  }

  private static String text(Json.Obj json, String name) {
    return json.get(name).asText();
  }
}

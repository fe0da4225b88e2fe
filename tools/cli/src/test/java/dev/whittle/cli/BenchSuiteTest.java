package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code whittle bench} without the suites of tools/bench. */
class BenchSuiteTest {
  @TempDir private Path folder;

  @Test
  void saysWhereSuitesAre() {
    Invocation bench = Invocation.of("bench", "--suite", "networks", "--vs", "onnxruntime");
    assertThat(bench.code()).isEqualTo(2);
    assertThat(bench.err()).contains("built without suites", "./whittle");
  }

  @Test
  void writesJsonToAFileBesideTheText() throws IOException {
    Path file = folder.resolve("glyphs");
    Invocation bench =
        Invocation.of("bench", "--json", file, Example.NETWORK, "--warm-up", 0, "-n", 2);
    assertThat(bench.code()).as(bench.err()).isZero();
    assertThat(bench.out()).contains("Glyphs, batch 1").doesNotContain("{");
    assertThat(Json.parse(Files.readString(file)).asObject().get("runs").asInt()).isEqualTo(2);
  }

  @Test
  void aNetworkAfterJsonIsNoFile() {
    Invocation bench = Invocation.of("bench", "--json", Example.NETWORK, "--warm-up", 0, "-n", 2);
    assertThat(bench.json().get("network").asText()).isEqualTo("Glyphs");
  }

  @Test
  void aNetworkAndASuiteExcludeEachOther() {
    Invocation bench = Invocation.of("bench", Example.NETWORK, "--suite", "networks");
    assertThat(bench.code()).isEqualTo(2);
    assertThat(bench.err()).contains("--suite");
  }
}

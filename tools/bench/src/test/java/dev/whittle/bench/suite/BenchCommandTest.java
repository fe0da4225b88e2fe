package dev.whittle.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.Whittle;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code whittle bench --suite} with the suites of this module. */
class BenchCommandTest {
  private static final String TITLE = "bench pointwise-layers, 2 threads";

  @TempDir private Path folder;

  @Test
  void measuresASuiteIntoFiles() throws IOException {
    Path json = folder.resolve("out.data");
    Path document = folder.resolve("doc.md");
    String frame = "before\n<!-- %s -->%s<!-- end of %s -->\nafter\n";
    Files.writeString(document, frame.formatted(TITLE, "\nold\n", TITLE));
    Result result =
        run(
            "bench --suite pointwise-layers --vs onnxruntime --threads 2 --warm-up 0 -n 1 --json "
                + json
                + " --markdown "
                + document);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("pointwise-layers, batch 1, 2 threads");
    Json.Obj written = Json.parse(Files.readString(json)).asObject();
    assertThat(written.get("cases").asList()).hasSize(4);
    assertThat(Files.readString(document))
        .startsWith("before\n<!-- " + TITLE + " -->\n\npointwise-layers, batch 1, 2 threads")
        .endsWith("|\n\n<!-- end of " + TITLE + " -->\nafter\n")
        .doesNotContain("old");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(json, document);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--suite layers                        | 2 | there is no suite called layers",
        "--suite layers                        | 2 | networks, vgg-layers, pointwise-layers",
        "--suite vgg-layers --vs torch         | 2 | there is no engine to measure against",
        "--suite vgg-layers Net.cnn            | 2 | NETWORK",
        "--suite networks --cold-starts -1     | 2 | --cold-starts -1 is out of range",
        "--suite decompositions --vs onnxruntime | 2 | leave out --vs",
        "--suite vgg-layers --jvms 1           | 2 | --jvms 1 is out of range",
        "--suite vgg-layers --jvms 9 --vs onnxruntime | 2 | leave out --vs and --cold-starts",
        "--suite vgg-layers --markdown /none   | 3 | cannot read /none"
      })
  void explainsMistakes(String arguments, int code, String message) {
    Result result = run("bench " + arguments);
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.err()).contains(message);
  }

  @Test
  void aDocumentWithoutAPlaceIsFoundOutBeforeMeasuring() throws IOException {
    Path document = Files.writeString(folder.resolve("doc.md"), "nothing here\n");
    Result result = run("bench --suite vgg-layers --threads 3 --markdown " + document);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err()).contains("<!-- bench vgg-layers, 3 threads -->");
    assertThat(Files.readString(document)).isEqualTo("nothing here\n");
  }

  private record Result(int code, String out, String err) {}

  private static Result run(String arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Whittle.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments.split(" +"));
    return new Result(code, out.toString(), err.toString());
  }
}

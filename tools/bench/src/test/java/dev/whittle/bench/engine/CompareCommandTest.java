package dev.whittle.bench.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.Whittle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code whittle compare --with onnxruntime}. */
class CompareCommandTest {
  @TempDir private Path folder;

  @Test
  void agreesWithOnnxRuntime() throws IOException {
    Result result = run("compare", network(), "--random-weights", "--with", "onnxruntime");
    assertThat(result.err()).isEmpty();
    assertThat(result.out())
        .startsWith("Net.cnn and ONNX Runtime ")
        .contains("\nscores ", "\nbig ")
        .endsWith("they agree within 1.00e-04\n");
    assertThat(result.code()).isZero();
  }

  @Test
  void withoutToleranceNamesANode() throws IOException {
    Result result =
        run(
            "compare",
            network(),
            "--random-weights",
            "--with",
            "onnxruntime",
            "--tolerance",
            "0",
            "--samples",
            "1");
    assertThat(result.code()).isEqualTo(7);
    assertThat(result.out()).contains("first at the node y, conv2d, Net.cnn:3: element ");
  }

  @Test
  void positionsAreCompared() throws IOException {
    Path network =
        Files.writeString(
            folder.resolve("Places.cnn"),
            """
            network Places {
              input x: f32[N, 16, 9, 9]
              output place = arg_max(x)
              output numbers = arg_max(x, axis: 2, last: true) |> to_float
            }
            """);
    Result result = run("compare", network.toString(), "--with", "onnxruntime", "--samples", "2");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("place", "numbers", "they agree");
  }

  @Test
  void integersAreCompared() throws IOException {
    Path network =
        Files.writeString(
            folder.resolve("Bytes.cnn"),
            """
            network Bytes {
              input image: u8[N, 5, 7, 3]
              input far: i64[N, 3]
              numbers = transpose(image, permutation: [0, 3, 1, 2]) |> to_float
              half_of = constant(f32[1], [0.5])
              output half = mul(numbers, half_of) |> cast(type: "i32")
              output dark = cast(numbers, type: "bool")
              output near = concat(far, far)
            }
            """);
    Result result = run("compare", network.toString(), "--with", "onnxruntime", "--samples", "2");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("half", "dark", "near", "they agree");
  }

  @Test
  void otherEnginesAreNotKnown() throws IOException {
    Result result = run("compare", network(), "--random-weights", "--with", "torch");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("there is no engine called torch", "use onnxruntime");
  }

  private String network() throws IOException {
    return Files.writeString(
            folder.resolve("Net.cnn"),
            """
            network Net {
              input x: f32[N, 16, 9, 9]
              y = x |> conv(16, kernel: 3)
              z = y |> relu
              output big = z
              output scores = z |> flatten |> dense(10) |> softmax
            }
            """)
        .toString();
  }

  private record Result(int code, String out, String err) {}

  private static Result run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Whittle.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Result(code, out.toString(), err.toString());
  }
}

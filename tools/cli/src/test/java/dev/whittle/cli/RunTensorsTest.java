package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.tensor.NpzWriter;
import dev.whittle.cli.tensor.TensorFile;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code whittle run} on NumPy's files. */
class RunTensorsTest {
  @TempDir Path folder;

  @Test
  void anyBatchRunsAndOutputsAreNamed() {
    Path input = write("x.npz", Map.of("image", random(3, 3, 44, 44)));
    Invocation run = run(Example.NETWORK, input);
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(output() + ": glyph f32[3, 36]\n");
    float[] answers = read("glyph").floats();
    for (int item = 0; item < 3; item++) {
      double sum = 0;
      for (int i = 0; i < 36; i++) {
        sum += answers[36 * item + i];
      }
      assertThat(sum).isBetween(0.999, 1.001);
    }
  }

  @Test
  void whatDumpWritesForAPictureGivesItsAnswer() throws IOException {
    Path all = folder.resolve("all.npz");
    Path picture = Example.PICTURES.resolve("R-all.png");
    assertThat(Invocation.of("dump", Example.NETWORK, "-p", picture, "-o", all).code()).isZero();
    Tensor image;
    try (TensorFile file = TensorFile.open(all)) {
      image = file.read("image");
    }
    Invocation run = run(Example.NETWORK, write("x.npz", Map.of("other", image)), "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.json().get("outputs").asObject().get("glyph").asText()).isEqualTo("f32[1, 36]");
    Json.Obj top =
        Invocation.of("run", Example.NETWORK, picture, "--top", 1, "--json")
            .json()
            .get("pictures")
            .asList()
            .getFirst()
            .asObject()
            .get("answers")
            .asList()
            .getFirst()
            .asObject();
    assertThat((double) read("glyph").floats()[top.get("class").asInt()])
        .isEqualTo(top.get("probability").asDouble());
  }

  @Test
  void severalInputsGoByName() throws IOException {
    Path network =
        Files.writeString(
            folder.resolve("Two.cnn"),
            """
            network Two {
              input a: f32[N, 2]
              input b: f32[N, 2]
              output sum = a + b
              output least = relu(a)
            }
            """);
    Tensor a = Tensor.of(new float[] {1, -2}, 1, 2);
    Tensor b = Tensor.of(new float[] {10, 20}, 1, 2);
    assertThat(run(network, write("x.npz", Map.of("b", b, "a", a))).code()).isZero();
    assertThat(read("sum").floats()).containsExactly(11, 18);
    assertThat(read("least").floats()).containsExactly(1, 0);
    assertRefused(network, write("y.npz", Map.of("a", a)), "holds a, the inputs of Two are a, b");
    Tensor two = Tensor.of(new float[4], 2, 2);
    assertRefused(
        network,
        write("z.npz", Map.of("a", a, "b", two)),
        "is f32[2, 2] for the input b, expected f32[N, 2]");
  }

  @Test
  void otherTypesAreRefused() throws IOException {
    String expected = " for the input image, expected f32[N, 3, 44, 44]";
    Path flat = write("x.npz", Map.of("image", random(3, 44, 44)));
    assertRefused(Example.NETWORK, flat, "is f32[3, 44, 44]" + expected);
    Path none = write("x.npz", Map.of("image", random(0, 3, 44, 44)));
    assertRefused(Example.NETWORK, none, "is f32[0, 3, 44, 44]" + expected);
    Tensor bytes = Tensor.zeros(ElementType.U8, 1, 3, 44, 44);
    Path whole = write("x.npz", Map.of("image", bytes));
    assertRefused(Example.NETWORK, whole, "is u8[1, 3, 44, 44]" + expected);
    Path text = Files.writeString(folder.resolve("x.npy"), "text");
    assertRefused(Example.NETWORK, text, "does not start with");
  }

  @ParameterizedTest
  @CsvSource({
    "run NET, there is nothing to run on",
    "run NET PICS --input x.npz --output y.npz, for pictures",
    "run NET PICS --output y.npz, for pictures",
    "run NET --input x.npz --output y.npz --top 3, --top for pictures",
    "run NET --input x.npz, --output is missing",
    "run NET --output x.npz, --input is missing"
  })
  void bothWaysAtOnceAreRefused(String command, String message) {
    Invocation run =
        Invocation.of(
            (Object[])
                command
                    .replace("NET", "" + Example.NETWORK)
                    .replace("PICS", "" + Example.PICTURES)
                    .split(" "));
    assertThat(run.code()).isEqualTo(ExitCode.USAGE.code());
    assertThat(run.err()).startsWith("whittle: ").contains(message).contains("hint: ");
  }

  private void assertRefused(Path network, Path input, String message) {
    Invocation run = run(network, input);
    assertThat(run.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(run.err()).startsWith("whittle: " + input).contains(message);
    Invocation json = run(network, input, "--json");
    assertThat(json.json().get("error").asObject().get("message").asText()).contains(message);
  }

  private Path output() {
    return folder.resolve("out.npz");
  }

  private Invocation run(Path network, Path input, Object... more) {
    Object[] words = new Object[6 + more.length];
    Object[] first = {"run", network, "--input", input, "--output", output()};
    System.arraycopy(first, 0, words, 0, 6);
    System.arraycopy(more, 0, words, 6, more.length);
    return Invocation.of(words);
  }

  private Tensor read(String name) {
    try (TensorFile file = TensorFile.open(output())) {
      return file.read(name);
    }
  }

  private Path write(String name, Map<String, Tensor> tensors) {
    NpzWriter.write(folder.resolve(name), tensors);
    return folder.resolve(name);
  }

  private static Tensor random(int... shape) {
    Tensor tensor = Tensor.zeros(ElementType.F32, shape);
    float[] values = tensor.floats();
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return tensor;
  }
}

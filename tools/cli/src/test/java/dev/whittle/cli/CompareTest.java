package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.cli.tensor.NpzWriter;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareTest {
  @TempDir Path folder;

  @Test
  void aNetworkAgreesWithItsExport() throws IOException {
    Path model = folder.resolve("glyphs.onnx");
    assertThat(Invocation.of("export", Example.NETWORK, "-o", model).code()).isZero();
    Invocation compare = Invocation.of("compare", Example.NETWORK, model);
    assertThat(compare.code()).as(compare.out() + compare.err()).isZero();
    assertThat(compare.out())
        .startsWith("Glyphs.cnn and glyphs.onnx, 8 random inputs, seed 1\n")
        .contains("8 of 8")
        .endsWith("they agree within 1.00e-04\n");
    Invocation reversed =
        Invocation.of("compare", model, Example.NETWORK, "--shape", "image=Nx3x44x44");
    assertThat(reversed.code()).as(reversed.out() + reversed.err()).isZero();
  }

  @Test
  void aPipelineIsComparedOnPictures() {
    Invocation compare =
        Invocation.of(
            "compare", Example.NETWORK, "--pipeline", "exact", "-d", Example.PICTURES, "--json");
    assertThat(compare.code()).as(compare.err()).isZero();
    Json.Obj json = compare.json();
    assertThat(json.get("second").asText()).isEqualTo("Glyphs.cnn by the pipeline exact");
    assertThat(json.get("items").asInt()).isEqualTo(72);
    Json.Obj output = json.get("outputs").asList().getFirst().asObject();
    assertThat(output.get("name").asText()).isEqualTo("glyph");
    assertThat(output.get("sameTop1").asInt()).isEqualTo(72);
    assertThat(output.get("relative").asDouble()).isLessThan(1e-4);
    assertThat(output.get("meanLogit").asDouble()).isBetween(0.0, 1e-4);
  }

  @Test
  void theNodeWhereWeightsDifferIsNamed() throws IOException {
    Path changed = changed("parts.weight");
    Invocation compare = Invocation.of("compare", Example.NETWORK, changed);
    assertThat(compare.code()).isEqualTo(ExitCode.DIFFERENT.code());
    assertThat(compare.out())
        .contains("they differ by more than 1.00e-04\n")
        .contains("first at the node parts, conv2d, Glyphs.cnn:14: element ");
    Invocation json = Invocation.of("compare", Example.NETWORK, changed, "--json");
    assertThat(json.code()).isEqualTo(ExitCode.DIFFERENT.code());
    Json.Obj node = json.json().get("node").asObject();
    assertThat(node.get("name").asText()).isEqualTo("parts");
    assertThat(node.get("first").asDouble()).isNotEqualTo(node.get("second").asDouble());
    Invocation given =
        Invocation.of("compare", Example.NETWORK, changed, "--other-weights", Example.WEIGHTS);
    assertThat(given.code()).as(given.out()).isZero();
  }

  @Test
  void valuesAreFollowedThroughThePasses() throws IOException {
    Path network =
        network(
            "Net",
            """
            input x: f32[N, 8, 9, 9]
            y = x |> conv(8, kernel: 3) |> batch_norm |> relu
            output z = y |> conv(4, kernel: 3) |> batch_norm
            """);
    Object[] words = {
      "compare", network, "--random-weights", "--pipeline", "exact", "--tolerance", "0", "--json"
    };
    Invocation compare = Invocation.of(words);
    assertThat(compare.code()).as(compare.err()).isEqualTo(ExitCode.DIFFERENT.code());
    assertThat(compare.json().get("pairs").asInt()).isPositive();
    assertThat(compare.json().get("node").asObject().get("operator").asText()).isEqualTo("relu");
    words[6] = "1e-4";
    assertThat(Invocation.of(words).code()).isZero();
  }

  @Test
  void portsOfOtherNamesArePairedInOrder() throws IOException {
    String text = "input %s: f32[N, 2]\ninput %s: f32[N, 2]\noutput %s = %s\n";
    Path one = network("One", text.formatted("a", "b", "y", "a - b"));
    Path same = network("Same", text.formatted("c", "d", "z", "c - d"));
    Path swapped = network("Swapped", text.formatted("b", "a", "y", "b - a"));
    assertThat(Invocation.of("compare", one, same).code()).isZero();
    Invocation differs = Invocation.of("compare", one, swapped);
    assertThat(differs.code()).isEqualTo(ExitCode.DIFFERENT.code());
    assertThat(differs.out()).contains("first at the node y, sub, One.cnn:4");
    Path wide = network("Wide", "input a: f32[N, 3]\ninput b: f32[N, 2]\noutput y = b\n");
    Invocation other = Invocation.of("compare", one, wide);
    assertThat(other.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(other.err())
        .contains(
            "the inputs of One are a: f32[1, 2], b: f32[1, 2], those of Wide are a: f32[1, 3]");
  }

  @Test
  void tensorsAreComparedItemByItem() throws IOException {
    Path one = network("One", "input x: f32[N, 2]\noutput y = relu(x)\n");
    Path other = network("Other", "input x: f32[N, 2]\noutput y = abs(x)\n");
    Path data = folder.resolve("x.npz");
    float[] values = {1, 2, Float.NaN, 3, Float.POSITIVE_INFINITY, 0, 0, -1};
    NpzWriter.write(data, Map.of("x", Tensor.of(values, 4, 2)));
    Invocation three = Invocation.of("compare", one, other, "-d", data, "--samples", 3);
    assertThat(three.code()).as(three.out() + three.err()).isZero();
    assertThat(three.out()).startsWith("One.cnn and Other.cnn, 3 of 4 items of x.npz\n");
    Invocation json = Invocation.of("compare", one, other, "-d", data, "--samples", 3, "--json");
    assertThat(json.json().get("outputs").asList().getFirst().asObject().find("meanLogit"))
        .isEmpty();
    Invocation all = Invocation.of("compare", one, other, "-d", data);
    assertThat(all.code()).isEqualTo(ExitCode.DIFFERENT.code());
    assertThat(all.out()).contains("3 of 4").contains("element 1 is 0.0 and 1.0\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NET                                  | there is nothing to compare with",
        "NET NET --pipeline exact             | there are several things to compare",
        "NET --pipeline exact --with torch    | there are several things to compare",
        "NET --with onnxruntime               | built without other engines",
        "NET --pipeline slow                  | there is no pipeline called slow",
        "NET --pipeline exact --other-network X | are for OTHER",
        "NET NET --random-weights             | makes up other weights",
        "NET NET --samples 0                  | --samples 0 is out of range",
        "NET NET --tolerance NaN              | --tolerance NaN is out of range",
        "NET NET --tolerance -1               | --tolerance -1.0 is out of range"
      })
  void wrongUsageIsExplained(String arguments, String message) {
    Object[] words = ("compare " + arguments.replace("NET", "" + Example.NETWORK)).split(" ");
    Invocation compare = Invocation.of(words);
    assertThat(compare.code()).as(compare.err()).isEqualTo(ExitCode.USAGE.code());
    assertThat(compare.out()).isEmpty();
    assertThat(compare.err()).startsWith("whittle: ").contains(message).contains("hint: ");
  }

  private Path network(String name, String body) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".cnn"), "network " + name + " {\n" + body + "}\n");
  }

  /** The example with one weight of a tensor changed. */
  private Path changed(String name) throws IOException {
    Safetensors original = Safetensors.open(Example.WEIGHTS);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    original.names().forEach(n -> tensors.put(n, original.find(n).orElseThrow()));
    float[] values = Arrays.copyOf(tensors.get(name).floats(), tensors.get(name).floats().length);
    values[0] += 1;
    tensors.put(name, Tensor.of(values, tensors.get(name).shape()));
    Path copy = Files.copy(Example.NETWORK, folder.resolve("Glyphs.cnn"));
    Safetensors.write(folder.resolve("Glyphs.safetensors"), Weights.of(tensors), Map.of());
    return copy;
  }
}

package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.SourceWriter;
import dev.whittle.onnx.OnnxImport.Imported;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PyTorch's exporter names after modules becomes layers that own their weights. */
class ModuleNamesTest {
  private static final Map<String, Object> SAME =
      Map.of("kernel_shape", List.of(3, 3), "pads", List.of(1, 1, 1, 1));

  @Test
  void modulesBecomeLayers() {
    Imported imported = Importing.readWell(written("pytorch", model()));
    assertThat(imported.weights().names())
        .containsExactlyInAnyOrder(
            "layer1/0/conv1.weight",
            "layer1/0/bn1.scale",
            "layer1/0/bn1.shift",
            "layer1/0/bn1.mean",
            "layer1/0/bn1.variance",
            "layer1/0/conv2.weight",
            "layer1/0/conv2.bias");
    assertThat(SourceWriter.write(imported.graph().orElseThrow()).text())
        .contains("batch_norm(weights: \"layer1/0/bn1\")")
        .contains("conv(4, kernel: 3, pads: 1)")
        .doesNotContain("parameter", "onnx::");
  }

  @Test
  void otherNamesStay() {
    Imported imported = Importing.readWell(written("someone", model()));
    assertThat(imported.weights().names())
        .contains("layer1.0.bn1.mean", "onnx::Conv_12", "layer1.0.conv1.weight");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "//", "/./Conv", "/a/a./Conv", "/a.b/Conv", "/ /Conv", "/Conv"})
  void oddNamesAreRead(String name) {
    byte[] bytes =
        written(
            "pytorch",
            ModelBytes.of(17, 1, 4, 6, 6)
                .floats("onnx::1", new int[] {4, 4, 3, 3}, Importing.random(144).floats())
                .node("Conv", List.of("x", "onnx::1"), List.of(name), SAME)
                .node("Relu", List.of(name), Map.of()));
    Importing.agree(bytes, Map.of("x", Importing.random(1, 4, 6, 6)));
  }

  private static ModelBytes model() {
    return ModelBytes.of(17, 1, 4, 6, 6)
        .floats("layer1.0.conv1.weight", new int[] {4, 4, 3, 3}, Importing.random(144).floats())
        .floats("layer1.0.bn1.weight", new int[] {4}, 1, 2, 3, 4)
        .floats("layer1.0.bn1.bias", new int[] {4}, 1, 2, 3, 4)
        .floats("layer1.0.bn1.running_mean", new int[] {4}, 1, 2, 3, 4)
        .floats("layer1.0.bn1.running_var", new int[] {4}, 1, 2, 3, 4)
        .floats("onnx::Conv_12", new int[] {4, 4, 3, 3}, Importing.random(144).floats())
        .floats("onnx::Conv_13", new int[] {4}, 1, 2, 3, 4)
        .node(
            "Conv",
            List.of("x", "layer1.0.conv1.weight"),
            List.of("/layer1/layer1.0/conv1/Conv"),
            SAME)
        .node(
            "BatchNormalization",
            List.of(
                "/layer1/layer1.0/conv1/Conv",
                "layer1.0.bn1.weight",
                "layer1.0.bn1.bias",
                "layer1.0.bn1.running_mean",
                "layer1.0.bn1.running_var"),
            List.of("/layer1/layer1.0/bn1/BatchNormalization"),
            Map.of())
        .node(
            "Conv",
            List.of("/layer1/layer1.0/bn1/BatchNormalization", "onnx::Conv_12", "onnx::Conv_13"),
            List.of("/layer1/layer1.0/conv2/Conv"),
            SAME)
        .node("Add", List.of("/layer1/layer1.0/conv2/Conv", "x"), Map.of());
  }

  private static byte[] written(String producer, ModelBytes model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(model.bytes());
    ModelBytes.text(bytes, 2, producer);
    return bytes.toByteArray();
  }
}

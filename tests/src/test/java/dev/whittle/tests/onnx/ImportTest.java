package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.onnx.OnnxExport;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.OnnxInputs;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.weights.Safetensors;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Imported models compute what ONNX Runtime computes, in every operator set they are written in.
 */
class ImportTest {
  private static final Path MODELS = Path.of("../../shared/models");

  @Test
  void squeezeNetIsThatOfTheExample() {
    Path file = MODELS.resolve("squeezenet1.1.onnx");
    assumeTrue(Files.isReadable(file), () -> "needs " + file.toAbsolutePath().normalize());
    Imported imported = OnnxImport.read(file, Map.of());
    assertThat(imported.diagnostics()).isEmpty();
    Graph graph = imported.graph().orElseThrow();
    Graph example =
        Cnn.load(Path.of("../examples/squeezenet/SqueezeNet.cnn")).graph().orElseThrow();
    assertThat(parts(graph)).isEqualTo(parts(example));
    var weights = Safetensors.open(MODELS.resolve("squeezenet1.1.safetensors"));
    assertThat(imported.weights().names()).isEqualTo(weights.names());
    weights.names().forEach(n -> assertThat(imported.weights().find(n)).isEqualTo(weights.find(n)));
    Tensor picture = Importing.random(1, 3, 227, 227);
    Tensor expected =
        ReferenceEvaluator.evaluate(example, weights, Map.of("data", picture)).get("probabilities");
    assertThat(Importing.evaluate(imported, Map.of("data", picture)).get("prob"))
        .isEqualTo(expected);
  }

  private static List<String> parts(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> !n.operands().isEmpty() && !n.op().operator().equals("dropout"))
        .map(n -> n.op().toString())
        .toList();
  }

  @Test
  void whatIsExportedReadsBack() {
    byte[] model = classifier();
    Imported first = Importing.readWell(model);
    byte[] exported = OnnxExport.of(first.graph().orElseThrow(), first.weights()).toBytes();
    Imported second = Importing.readWell(exported);
    byte[] again = OnnxExport.of(second.graph().orElseThrow(), second.weights()).toBytes();
    assertThat(
            OnnxImport.read(
                    MemorySegment.ofArray(again), "test.onnx", MODELS, OnnxInputs.of(Map.of()))
                .graph())
        .isEqualTo(second.graph());
    Map<String, Tensor> inputs = Map.of("x", Importing.random(2, 2, 6, 6));
    Tensor expected = Importing.evaluate(first, inputs).values().iterator().next();
    Tensor actual = Importing.evaluate(second, inputs).values().iterator().next();
    Importing.assertClose(expected, actual, 1e-6);
  }

  @Test
  void exportedOutputsKeepTheirNamesInOnnxRuntime() {
    Imported imported = Importing.readWell(classifier());
    byte[] exported =
        OnnxExport.network(imported.graph().orElseThrow(), imported.weights()).toBytes();
    Map<String, Tensor> inputs = Map.of("x", Importing.random(2, 2, 6, 6));
    Map<String, Tensor> actual = OnnxRuntime.run(exported, inputs);
    assertThat(actual).containsOnlyKeys("y");
    Importing.assertClose(Importing.evaluate(imported, inputs).get("y"), actual.get("y"), 1e-5);
  }

  @Test
  void exportedResultsOfASplitKeepTheirNames() {
    byte[] model =
        new ModelBytes(13)
            .input("x", 2, 4)
            .output("a")
            .output("b")
            .node("Split", List.of("x"), List.of("a", "b"), Map.of("axis", 1))
            .bytes();
    Imported imported = Importing.readWell(model);
    byte[] exported =
        OnnxExport.network(imported.graph().orElseThrow(), imported.weights()).toBytes();
    Map<String, Tensor> inputs = Map.of("x", Importing.random(2, 4));
    assertThat(OnnxRuntime.run(exported, inputs)).isEqualTo(OnnxRuntime.run(model, inputs));
  }

  @Test
  void exportedLocalResponseNormsReadBack() {
    byte[] model =
        ModelBytes.of(13, 1, 6, 2, 2)
            .node("LRN", List.of("x"), Map.of("size", 3, "alpha", 0.5f))
            .bytes();
    Imported imported = Importing.readWell(model);
    Graph graph = imported.graph().orElseThrow();
    byte[] exported = OnnxExport.network(graph, imported.weights()).toBytes();
    assertThat(Importing.graph(exported)).isEqualTo(graph);
    Importing.agree(exported, Map.of("x", Importing.random(1, 6, 2, 2)));
  }

  /** What exporters make of {@code x.view(x.size(0), -1)}, with an open batch. */
  private static byte[] classifier() {
    return ModelBytes.of(17, 0, 2, 6, 6)
        .floats("w", new int[] {3, 2, 3, 3}, Importing.random(54).floats())
        .floats("m", new int[] {48, 5}, Importing.random(240).floats())
        .floats("b", new int[] {5}, 1, 2, 3, 4, 5)
        .integers("front", 0)
        .integers("rest", -1)
        .node("Conv", List.of("x", "w"), List.of("conv"), Map.of("kernel_shape", List.of(3, 3)))
        .node("Relu", List.of("conv"), List.of("relu"), Map.of())
        .node("Shape", List.of("relu"), List.of("shape"), Map.of())
        .node("Gather", List.of("shape", "front"), List.of("batch"), Map.of())
        .node("Concat", List.of("batch", "rest"), List.of("target"), Map.of("axis", 0))
        .node("Reshape", List.of("relu", "target"), List.of("flat"), Map.of())
        .node("MatMul", List.of("flat", "m"), List.of("product"), Map.of())
        .node("Add", List.of("b", "product"), Map.of())
        .bytes();
  }

  @Test
  void sizesAreFoldedAndBiasesFused() {
    Graph graph = Importing.graph(classifier());
    assertThat(graph.inputs().getFirst().type().shape().toString()).isEqualTo("[N, 2, 6, 6]");
    assertThat(graph.nodes().stream().filter(n -> !n.operands().isEmpty()).map(Node::name))
        .containsExactly("conv", "relu", "flat", "product");
    Node dense = graph.find("product").orElseThrow();
    assertThat(dense.op()).isEqualTo(new Dense());
    assertThat(graph.operandTypes(dense)).contains(TensorType.f32(5, 48), TensorType.f32(5));
    Importing.agree(classifier(), Map.of("x", Importing.random(3, 2, 6, 6)));
  }

  @Test
  void openSizesNeedAShape() {
    byte[] model = ModelBytes.of(13, 0, 3, 0, 0).node("Relu", List.of("x"), Map.of()).bytes();
    assertThat(Importing.problems(model))
        .containsExactly(
            "test.onnx: error WO301: the input `x` has the open size N on axis 2; only the batch"
                + " may be open\n  hint: say which with --shape x=1x3x224x224");
    assertThat(shape(model, "Nx3x8x8")).isEqualTo("[N, 3, 8, 8]");
    assertThat(shape(model, "2x3x8x8")).isEqualTo("[2, 3, 8, 8]");
    for (String wrong : List.of("2x3x8", "2x3x8x0", "2xCx8x8", "", "2x3x8x99999999999")) {
      assertThat(given(model, Map.of("x", wrong)).diagnostics())
          .singleElement()
          .matches(d -> d.code().equals("WO303"));
    }
    assertThat(given(model, Map.of("x", "1x3x8x8", "z", "1")).diagnostics())
        .singleElement()
        .asString()
        .contains("WO303", "the model has no input `z`");
  }

  private static Imported given(byte[] model, Map<String, String> shapes) {
    return OnnxImport.read(
        MemorySegment.ofArray(model), "test.onnx", MODELS, OnnxInputs.of(shapes));
  }

  private static String shape(byte[] model, String text) {
    Graph graph = given(model, Map.of("x", text)).graph().orElseThrow();
    return graph.inputs().getFirst().type().shape().toString();
  }

  @Test
  void everyElementTypeIsDecoded() {
    record Case(int type, String bytes, float... values) {}
    for (Case one :
        List.of(
            new Case(10, "003c00c0", 1, -2),
            new Case(11, "000000000000f83f00000000000000c0", 1.5f, -2),
            new Case(16, "803f00c0", 1, -2),
            new Case(17, "38c0", 1, -2),
            new Case(18, "40c8", 1, -2),
            new Case(19, "3cc0", 1, -2),
            new Case(20, "40c4", 1, -2),
            new Case(23, "c2", 1, -2),
            new Case(24, "7f80", 1, 2))) {
      byte[] raw = HexFormat.of().parseHex(one.bytes());
      ByteArrayOutputStream tensor = ModelBytes.tensor("w", one.type(), new int[] {2}, raw);
      assertThat(constant(tensor)).as("type %d", one.type()).containsExactly(one.values());
    }
    for (Case one :
        List.of(
            new Case(2, "02ff", 2, 255),
            new Case(3, "02ff", 2, -1),
            new Case(4, "0200ffff", 2, 65535),
            new Case(5, "0200ffff", 2, -1),
            new Case(6, "02000000ffffffff", 2, -1),
            new Case(12, "0200000000010000", 2, 256),
            new Case(13, "02000000000000000300000000000000", 2, 3),
            new Case(21, "f2", 2, 15),
            new Case(22, "f2", 2, -1))) {
      byte[] raw = HexFormat.of().parseHex(one.bytes());
      ByteArrayOutputStream tensor = ModelBytes.tensor("w", one.type(), new int[] {2}, raw);
      byte[] model =
          ModelBytes.of(13, 1, 2)
              .initialiser(tensor)
              .node("Cast", List.of("w"), List.of("f"), Map.of("to", 1))
              .node("Add", List.of("x", "f"), Map.of())
              .bytes();
      assertThat(sum(model)).as("type %d", one.type()).containsExactly(one.values());
    }
    assertThat(Importing.problems(strings())).singleElement().asString().contains("string");
  }

  private static byte[] strings() {
    return ModelBytes.of(13, 1, 2)
        .initialiser(ModelBytes.header("w", 8, 2))
        .node("Add", List.of("x", "w"), Map.of())
        .bytes();
  }

  @Test
  void typedFieldsAreRead() {
    ByteArrayOutputStream floats = ModelBytes.header("w", 1, 2);
    ModelBytes.bytes(floats, 4, ModelBytes.raw(1, -2));
    assertThat(constant(floats)).containsExactly(1, -2);
    ByteArrayOutputStream unpacked = ModelBytes.header("w", 1, 2);
    ModelBytes.fixed(unpacked, 4, 1);
    ModelBytes.fixed(unpacked, 4, -2);
    assertThat(constant(unpacked)).containsExactly(1, -2);
    ByteArrayOutputStream halves = ModelBytes.header("w", 10, 2);
    ModelBytes.integer(halves, 5, 0x3c00);
    ModelBytes.integer(halves, 5, 0xc000);
    assertThat(constant(halves)).containsExactly(1, -2);
    ByteArrayOutputStream few = ModelBytes.header("w", 1, 2);
    ModelBytes.fixed(few, 4, 1);
    assertThat(Importing.problems(added(few)))
        .singleElement()
        .asString()
        .contains("WO103", "needs 8 bytes, has 4");
  }

  private static byte[] added(ByteArrayOutputStream tensor) {
    return ModelBytes.of(13, 1, 2)
        .initialiser(tensor)
        .node("Add", List.of("x", "w"), Map.of())
        .bytes();
  }

  private static float[] constant(ByteArrayOutputStream tensor) {
    return sum(added(tensor));
  }

  private static float[] sum(byte[] model) {
    Tensor zeros = Tensor.zeros(ElementType.F32, 1, 2);
    return Importing.evaluate(Importing.readWell(model), Map.of("x", zeros)).get("y").floats();
  }

  @Test
  void productsOfManyAxesAreConvolutions() {
    byte[] model =
        ModelBytes.of(13, 0, 3, 4)
            .floats("m", new int[] {4, 2}, Importing.random(8).floats())
            .floats("b", new int[] {2}, 1, 2)
            .node("MatMul", List.of("x", "m"), List.of("p"), Map.of())
            .node("Add", List.of("p", "b"), Map.of())
            .bytes();
    assertThat(Importing.graph(model).nodes()).anyMatch(n -> n.op() instanceof Conv);
    Importing.agree(model, Map.of("x", Importing.random(2, 3, 4)));
  }
}

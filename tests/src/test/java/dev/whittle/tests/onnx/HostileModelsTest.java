package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.whittle.ir.Diagnostic;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.onnx.OnnxImport.Imported;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and hostile model files get diagnostics, in bounded time and memory. */
class HostileModelsTest {
  private static final int MUTATIONS = 20_000;
  private static final Duration SOON = Duration.ofMinutes(2);

  @TempDir private Path folder;

  @Test
  void everyTruncationIsDiagnosedOrRead() {
    byte[] model = model();
    int refused = 0;
    for (int length = 0; length < model.length; length++) {
      refused += check(Arrays.copyOf(model, length)) ? 0 : 1;
    }
    assertThat(refused).isEqualTo(model.length);
    assertThat(check(model)).isTrue();
  }

  @Test
  void randomMutationsAreDiagnosedOrRead() {
    byte[] model = model();
    Random random = new Random(11);
    assertTimeoutPreemptively(
        SOON,
        () -> {
          for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = model.clone();
            for (int j = random.nextInt(4); j >= 0; j--) {
              mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
            }
            check(mutated);
          }
        });
  }

  @Test
  void deepNestingIsSkipped() {
    byte[] deep = new byte[0];
    for (int i = 0; i < 1000; i++) {
      ByteArrayOutputStream around = new ByteArrayOutputStream();
      ModelBytes.bytes(around, 6, deep);
      deep = around.toByteArray();
    }
    ByteArrayOutputStream attribute = new ByteArrayOutputStream();
    ModelBytes.text(attribute, 1, "body");
    ModelBytes.bytes(attribute, 6, deep);
    ModelBytes.integer(attribute, 20, 5);
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    ModelBytes.text(node, 1, "x");
    ModelBytes.text(node, 2, "y");
    ModelBytes.text(node, 4, "Relu");
    ModelBytes.message(node, 5, attribute);
    ByteArrayOutputStream graph = new ByteArrayOutputStream();
    ModelBytes.message(graph, 1, node);
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    model.writeBytes(ModelBytes.of(13, 1, 2).bytes());
    ModelBytes.message(model, 7, graph);
    assertThat(Importing.problems(model.toByteArray()))
        .containsExactly("test.onnx: error WO202: Relu `y`: the attribute body is not understood");
  }

  @Test
  void hugeShapesAreRefused() {
    int huge = Integer.MAX_VALUE;
    ByteArrayOutputStream tensor =
        ModelBytes.tensor("w", ModelBytes.FLOAT, new int[] {huge, huge, huge, huge}, new byte[4]);
    byte[] model =
        ModelBytes.of(13, 1, 2)
            .initialiser(tensor)
            .node("Add", List.of("x", "w"), Map.of())
            .bytes();
    assertThat(Importing.problems(model)).singleElement().asString().contains("WO103", "too large");
    byte[] filled =
        ModelBytes.of(13, 1, 2)
            .integers("sizes", huge, huge)
            .node("ConstantOfShape", List.of("sizes"), List.of("c"), Map.of())
            .node("Add", List.of("x", "c"), Map.of())
            .bytes();
    assertThat(Importing.problems(filled)).singleElement().asString().contains("WO202", "c");
  }

  @Test
  void moreThanTwoGigabytesAreRefused() throws IOException {
    Path file = folder.resolve("large.onnx");
    try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
      sparse.setLength(3L << 30);
    }
    assertThat(problems(file)).singleElement().asString().startsWith("large.onnx: error WO102");
  }

  @Test
  void externalDataStaysInTheFolder() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("inside"));
    Files.write(folder.resolve("secret.bin"), new byte[8]);
    Files.write(inside.resolve("data.bin"), ModelBytes.raw(9, 1, 2));
    Files.createSymbolicLink(inside.resolve("link.bin"), folder.resolve("secret.bin"));
    assertThat(external(inside, "data.bin", "4", "8").graph()).isPresent();
    assertThat(external(inside, "./data.bin", "4", "8").graph()).isPresent();
    assertThat(external(inside, "none.bin", "0", "8").files())
        .containsExactly(inside.resolve("none.bin").toAbsolutePath().normalize());
    for (String place : List.of("../secret.bin", "/etc/passwd", "a/../../secret.bin", "")) {
      assertThat(external(inside, place, "0", "8").diagnostics())
          .singleElement()
          .asString()
          .contains("WO105", "below the model's folder");
    }
    assertThat(external(inside, "link.bin", "0", "8").diagnostics())
        .singleElement()
        .asString()
        .contains("links out of the model's folder");
    assertThat(external(inside, "none.bin", "0", "8").diagnostics())
        .singleElement()
        .asString()
        .contains("there is no file `none.bin`");
    for (String offset : List.of("8", "-1", "999999999999999999")) {
      assertThat(external(inside, "data.bin", offset, "8").diagnostics()).hasSize(1);
    }
    assertThat(external(inside, "data.bin", "0", "4").diagnostics())
        .singleElement()
        .asString()
        .contains("8 bytes in `data.bin` expected, the model says 4");
  }

  @Test
  void foldersAndMissingFilesAreDiagnosed() {
    assertThat(problems(folder)).singleElement().asString().contains("WO101", "a folder");
    assertThat(problems(folder.resolve("no.onnx")))
        .containsExactly("no.onnx: error WO101: the model file does not exist");
  }

  @Test
  void everythingThatIsWrongIsReportedAtOnce() {
    byte[] model =
        ModelBytes.of(13, 1, 3, 8, 8)
            .node("NonMaxSuppression", List.of("x"), List.of("a"), Map.of())
            .node("Relu", List.of("a"), List.of("b"), Map.of())
            .node("Einsum", List.of("b"), List.of("c"), Map.of())
            .node("Pad", List.of("x"), List.of("d"), Map.of("mode", "mirror"))
            .node("Relu", List.of("nowhere"), List.of("e"), Map.of())
            .node("Sum", List.of("c", "d", "e"), Map.of())
            .bytes();
    assertThat(Importing.problems(model))
        .extracting(p -> p.lines().findFirst().orElseThrow())
        .containsExactly(
            "test.onnx: error WO201: NonMaxSuppression `a`: there is no translation of this"
                + " operator",
            "test.onnx: error WO201: Einsum `c`: there is no translation of this operator",
            "test.onnx: error WO202: Pad `d`: its mode is `mirror`",
            "test.onnx: error WO203: Relu `e`: reads `nowhere`, which nothing before it makes");
  }

  private static List<String> problems(Path file) {
    return OnnxImport.read(file, Map.of()).diagnostics().stream()
        .map(Diagnostic::toString)
        .toList();
  }

  private static Imported external(Path folder, String location, String offset, String length)
      throws IOException {
    ByteArrayOutputStream tensor = ModelBytes.header("w", ModelBytes.FLOAT, 2);
    Map.of("location", location, "offset", offset, "length", length)
        .forEach((key, value) -> {
          ByteArrayOutputStream entry = new ByteArrayOutputStream();
          ModelBytes.text(entry, 1, key);
          ModelBytes.text(entry, 2, value);
          ModelBytes.message(tensor, 13, entry);
        });
    ModelBytes.integer(tensor, 14, 1);
    byte[] model =
        ModelBytes.of(13, 1, 2)
            .initialiser(tensor)
            .node("Add", List.of("x", "w"), Map.of())
            .bytes();
    Path file = folder.resolve("model.onnx");
    Files.write(file, model);
    return OnnxImport.read(file, Map.of());
  }

  /** True when the model is read; anything but a network or errors fails. */
  private static boolean check(byte[] model) {
    Imported imported = Importing.read(model);
    assertThat(imported.graph().isEmpty()).isEqualTo(!imported.diagnostics().isEmpty());
    assertThat(imported.diagnostics()).allMatch(d -> d.code().startsWith("WO"));
    return imported.graph().isPresent();
  }

  /** One node of many kinds, so that mutations reach many translations. */
  private static byte[] model() {
    return ModelBytes.of(13, 0, 2, 8, 8)
        .floats("w", new int[] {4, 2, 3, 3}, new float[72])
        .floats("b", new int[] {4}, 1, 2, 3, 4)
        .floats("d", new int[] {4, 3}, new float[12])
        .integers("axes", 0)
        .integers("rest", -1)
        .integers("pads", 0, 0, 1, 1, 0, 0, 1, 1)
        .node("Pad", List.of("x", "pads"), List.of("padded"), Map.of())
        .node(
            "Conv",
            List.of("padded", "w", "b"),
            List.of("conv"),
            Map.of("strides", List.of(2, 2), "auto_pad", "SAME_UPPER"))
        .node("LeakyRelu", List.of("conv"), List.of("leaky"), Map.of("alpha", 0.5f))
        .node(
            "MaxPool",
            List.of("leaky"),
            List.of("pool"),
            Map.of("kernel_shape", List.of(2, 2), "ceil_mode", 1))
        .node("GlobalAveragePool", List.of("pool"), List.of("mean"), Map.of())
        .node("Shape", List.of("mean"), List.of("shape"), Map.of())
        .node("Gather", List.of("shape", "axes"), List.of("batch"), Map.of("axis", 0))
        .node("Concat", List.of("batch", "rest"), List.of("target"), Map.of("axis", 0))
        .node("Reshape", List.of("mean", "target"), List.of("flat"), Map.of())
        .node("MatMul", List.of("flat", "d"), List.of("product"), Map.of())
        .node("Softmax", List.of("product"), Map.of("axis", -1))
        .bytes();
  }

  @Test
  void muchMadeOfLittleIsRefused() {
    byte[] list =
        ModelBytes.of(13, 2, 2)
            .initialiser(ModelBytes.integerTensor("none", new int[0], 0))
            .initialiser(ModelBytes.integerTensor("many", new int[0], 1 << 21))
            .initialiser(ModelBytes.integerTensor("one", new int[0], 1))
            .node("Range", List.of("none", "many", "one"), List.of("list"), Map.of())
            .node("ReduceProd", List.of("list"), List.of("product"), Map.of())
            .node("Cast", List.of("product"), List.of("number"), Map.of("to", 1))
            .node("Add", List.of("x", "number"), Map.of())
            .bytes();
    assertThat(Importing.problems(list)).singleElement().asString().contains("as a list");
    ModelBytes model = ModelBytes.of(13, 2, 2).integers("sizes", 1 << 10, 1 << 11);
    for (int i = 0; i < 6; i++) {
      String name = "zeros" + i;
      model
          .node("ConstantOfShape", List.of("sizes"), List.of(name), Map.of())
          .node("ReduceMax", List.of(name), List.of("most" + i), Map.of("keepdims", 0))
          .node(
              "Add",
              List.of(i == 0 ? "x" : "y" + (i - 1), "most" + i),
              List.of(i == 5 ? "y" : "y" + i),
              Map.of());
    }
    assertThat(Importing.problems(model.bytes())).isNotEmpty().allMatch(p -> p.contains("in all"));
  }

  @Test
  void manyNodesOfFewAreRefused() {
    long[] rows = new long[4096];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i % 2 == 0 ? 1 : 0;
    }
    ModelBytes model = ModelBytes.of(13, 2, 2).integers("rows", rows);
    for (int i = 0; i < 300; i++) {
      model.node("Gather", List.of("x", "rows"), List.of("part" + i), Map.of());
    }
    model.node("Add", List.of("part0", "part1"), Map.of());
    assertThat(Importing.problems(model.bytes())).isEmpty();
    for (int i = 0; i < 300; i++) {
      model.output("part" + i);
    }
    assertThat(Importing.problems(model.bytes())).isNotEmpty().allMatch(p -> p.contains("WO202"));
  }
}

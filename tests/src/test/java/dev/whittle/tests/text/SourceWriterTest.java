package dev.whittle.tests.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.grammar.SourceWriter;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Likeness;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.text.GraphText;
import dev.whittle.onnx.OnnxImport;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.Coverage;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is written for people reads back alike, is the same each time and short; {@code
 * -Dwhittle.bless=true} writes the expected texts.
 */
class SourceWriterTest {
  private static final Path EXPECTED = Path.of("src/test/resources/written");
  private static final Path SQUEEZENET = Path.of("../../shared/models/squeezenet1.1.onnx");
  private static final Path NETWORKS = Path.of("../examples/networks");

  @Test
  void anyPortableGraphReadsBackAlike() {
    Coverage coverage = new Coverage();
    Cases.run(
        "write and parse",
        300,
        seed -> {
          Graph graph = RandomGraphs.sample(seed, Profile.ANY).graph();
          coverage.record(graph);
          GraphText written = SourceWriter.write(graph);
          assertThat(Likeness.areAlike(read(written), graph)).as(written.text()).isTrue();
          assertThat(SourceWriter.write(graph)).isEqualTo(written);
          assertThat(written).isNotEqualTo(GraphPrinter.print(graph));
        });
    coverage.assertEveryPortableOp();
  }

  /** The bound is what a person needed, or what was reached where that is more. */
  @ParameterizedTest
  @CsvSource({
    "AlexNet.cnn, AlexNet, 18",
    "EfficientNetB0.cnn, EfficientNetB0, 81",
    "GoogLeNet.cnn, GoogLeNet, 62",
    "LeNet.cnn, LeNet, 15",
    "MobileNetV1.cnn, MobileNetV1, 42",
    "MobileNetV2.cnn, MobileNetV2, 49",
    "ResNet.cnn, ResNet18, 81",
    "ResNet.cnn, ResNet50, 81",
    "ShuffleNetV2.cnn, ShuffleNetV2, 103",
    "VGG16.cnn, VGG16, 27"
  })
  void networksStayShort(String file, String network, int lines) {
    GraphText written = writtenWell(example(file, network));
    assertThat(written.text().lines().count()).as(written.text()).isLessThanOrEqualTo(lines);
  }

  @Test
  void lenetIsWrittenAsExpected() throws IOException {
    compare("LeNet.cnn", writtenWell(example("LeNet.cnn", "LeNet")));
  }

  @Test
  void resnetIsWrittenAsExpected() throws IOException {
    compare("ResNet18.cnn", writtenWell(example("ResNet.cnn", "ResNet18")));
  }

  @Test
  void squeezenetIsWrittenAsExpected() throws IOException {
    assumeTrue(Files.exists(SQUEEZENET), () -> SQUEEZENET + " is absent");
    compare(
        "SqueezeNet.cnn", writtenWell(OnnxImport.read(SQUEEZENET, Map.of()).graph().orElseThrow()));
  }

  @Test
  void clippingAtMinusZeroIsNoRelu6() {
    Graph.Builder builder = Graph.builder("Clipped");
    Value x = builder.input("x", TensorType.f32(1, 2));
    builder.output("y", builder.add("y", new Clip(-0f, 6), x));
    assertThat(writtenWell(builder.build()).text()).contains("clip(x, min: -0.0");
  }

  @Test
  void minusZeroIsNoDefault() {
    Graph.Builder builder = Graph.builder("Padded");
    Value x = builder.input("x", TensorType.f32(1, 2));
    Value padded = builder.add("padded", new Pad(List.of(0, 1, 0, 0), -0f), x);
    builder.output("y", builder.add("y", new Relu(), padded));
    assertThat(writtenWell(builder.build()).text()).contains("value: -0.0) |> relu");
  }

  @Test
  void sharedAndForeignWeightsStay() {
    Graph.Builder builder = Graph.builder("Foreign");
    TensorType kernel = TensorType.f32(4, 4, 1, 1);
    Value x = builder.input("x", TensorType.f32(1, 4, 8, 8));
    Value shared = builder.parameter("tied.weight", kernel);
    Conv conv = new Conv(List.of(1, 1), List.of(1, 1), List.of(0, 0, 0, 0), List.of(1, 1), 1);
    Value one = builder.add("one", conv, x, shared);
    Value two = builder.add("two", conv, one, shared);
    Value foreign = builder.parameter("onnx::Conv_7", kernel);
    builder.output("y", builder.add("three", conv, two, foreign));
    builder.output("y again", two);
    GraphText written = writtenWell(builder.build());
    assertThat(written.text())
        .contains("parameter(\"tied.weight\", ", "parameter(\"onnx::Conv_7\", ");
  }

  @Test
  void namesOfAnyKindStay() {
    Graph.Builder builder = Graph.builder("not a `name`");
    Dim batch = new Dim.Symbol("N");
    TensorType type =
        new TensorType(ElementType.F32, Shape.of(batch, Dim.of(4), Dim.of(8), Dim.of(8)));
    TensorType kernel = TensorType.f32(4, 4, 1, 1);
    Conv conv = new Conv(List.of(1, 1), List.of(1, 1), List.of(0, 0, 0, 0), List.of(1, 1), 1);
    Value x = builder.input("N", type);
    Value other = builder.input("conv", type);
    Value tick = builder.input("a`b", type);
    Value one = builder.add("c", conv, x, builder.parameter("conv.weight", kernel));
    Value two = builder.add("d", conv, one, builder.parameter("{n}/\"q\".weight", kernel));
    Value three = builder.add("e", conv, two, builder.parameter("t`k.weight", kernel));
    Value sum =
        builder.add("network", new Add(), three, builder.add("relu", new Add(), other, tick));
    builder.output("out", sum);
    builder.output("out", one);
    builder.output("a`b", tick);
    writtenWell(builder.build());
  }

  @Test
  void graphsThatComputeOtherThingsAreNotAlike() {
    assertThat(Likeness.areAlike(chain("w", "y", new Relu()), chain("w", "y", new Relu())))
        .isTrue();
    for (Graph other :
        List.of(
            chain("v", "y", new Relu()),
            chain("w", "z", new Relu()),
            chain("w", "y", new Tanh()))) {
      assertThat(Likeness.areAlike(chain("w", "y", new Relu()), other)).isFalse();
    }
  }

  private static Graph chain(String weight, String output, Op op) {
    Graph.Builder builder = Graph.builder("Chain");
    Value x = builder.input("x", TensorType.f32(4));
    Value sum = builder.add("sum", new Add(), x, builder.parameter(weight, TensorType.f32(4)));
    return builder.output(output, builder.add("op", op, sum)).build();
  }

  @Test
  void largeNetworksAreWritten() {
    Graph.Builder builder = Graph.builder("Large");
    Value x = builder.input("x", TensorType.f32(1, 4, 8, 8));
    for (int i = 0; i < 1500; i++) {
      Value branch = builder.add("a" + i, i % 7 == 0 ? new Tanh() : new Relu(), x);
      for (int j = 0; j < i % 3; j++) {
        branch = builder.add("b" + i, new Sigmoid(), branch);
      }
      x = builder.add("c" + i, new Add(), branch, x);
    }
    builder.output("y", x);
    GraphText written = writtenWell(builder.build());
    assertThat(written.text()).contains("block ");
  }

  private static Graph example(String file, String network) {
    return Cnn.load(NETWORKS.resolve(file), Optional.of(network)).graph().orElseThrow();
  }

  private static GraphText writtenWell(Graph graph) {
    GraphText written = SourceWriter.write(graph);
    assertThat(Likeness.areAlike(read(written), graph)).as(written.text()).isTrue();
    assertThat(written).isNotEqualTo(GraphPrinter.print(graph));
    return written;
  }

  private static void compare(String name, GraphText written) throws IOException {
    Path file = EXPECTED.resolve(name);
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(file, written.text());
    }
    assertThat(written.text()).isEqualTo(Files.readString(file));
  }

  private static Graph read(GraphText written) {
    Loaded loaded =
        Cnn.read("written.cnn", written.text(), Path.of(""), Weights.of(written.constants()));
    assertThat(loaded.hasErrors()).as(written + "\n" + loaded.diagnostics()).isFalse();
    return loaded.graph().orElseThrow();
  }
}

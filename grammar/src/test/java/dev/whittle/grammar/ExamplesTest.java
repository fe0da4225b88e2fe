package dev.whittle.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.WeightsCheck;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Parameter;
import dev.whittle.runtime.Preprocessing.ChannelOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {
  private static final Path EXAMPLES = Path.of("../examples");
  private static final Path WEIGHTS = Path.of("../../shared/models/squeezenet1.1.safetensors");

  @Test
  void squeezeNetIsTheOneOfThePaper() {
    Graph graph = squeezeNet();
    assertThat(parameters(graph)).isEqualTo(1_235_496);
    assertThat(graph.nodes().stream().filter(n -> n.op() instanceof Conv)).hasSize(26);
    assertThat(graph.find("conv10").orElseThrow().type()).hasToString("f32[N, 1000, 14, 14]");
    assertThat(graph.find("fire9").orElseThrow().type()).hasToString("f32[N, 512, 14, 14]");
    assertThat(graph.inputs()).hasSize(1);
    var picture = ((Input) graph.inputs().getFirst().op()).preprocessing().orElseThrow();
    assertThat(picture.order()).isEqualTo(ChannelOrder.BGR);
    assertThat(picture.mean()).containsExactly(104f, 117f, 123f);
    assertThat(picture.cropHeight()).isEqualTo(227);
    assertThat(picture.resize()).isZero();
  }

  @Test
  void squeezeNetFindsItsWeights() {
    assumeThat(Files.exists(WEIGHTS)).as("%s is not there", WEIGHTS).isTrue();
    assertThat(WeightsCheck.open(squeezeNet(), WEIGHTS).diagnostics()).isEmpty();
  }

  @Test
  void nodesPointAtTheirLineAndKeepTheirDocumentation() {
    Node data = squeezeNet().find("data").orElseThrow();
    assertThat(data.origin().documentation()).startsWith("A 256 x 256 picture's centre");
    assertThat(data.origin().span().file()).isEqualTo("SqueezeNet.cnn");
    Node conv = squeezeNet().find("fire2/squeeze1x1").orElseThrow();
    assertThat(conv.origin().span().line()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    "LeNet, LeNet, 431080, 2",
    "ResNet, ResNet18, 11689512, 20",
    "ResNet, ResNet50, 25557032, 53",
    "MobileNetV2, MobileNetV2, 3504872, 52"
  })
  void wellKnownNetworksHaveTheirSize(String file, String name, long parameters, int convolutions) {
    Loaded loaded = Cnn.load(EXAMPLES.resolve("networks/" + file + ".cnn"), Optional.of(name));
    assertThat(loaded.diagnostics()).isEmpty();
    Graph graph = loaded.graph().orElseThrow();
    assertThat(parameters(graph)).isEqualTo(parameters);
    assertThat(graph.nodes().stream().filter(n -> n.op() instanceof Conv)).hasSize(convolutions);
  }

  /** Trained numbers: means and variances of batch normalisation are not among them. */
  private static long parameters(Graph graph) {
    List<Node> statistics =
        graph.nodes().stream()
            .filter(n -> n.op() instanceof BatchNorm)
            .flatMap(n -> n.operands().subList(3, 5).stream())
            .map(graph::node)
            .toList();
    return graph.nodes().stream()
        .filter(n -> n.op() instanceof Parameter && !statistics.contains(n))
        .map(Node::type)
        .map(TensorType::shape)
        .mapToLong(s -> s.elementCount())
        .sum();
  }

  private static Graph squeezeNet() {
    return Cnn.load(EXAMPLES.resolve("squeezenet/SqueezeNet.cnn")).graph().orElseThrow();
  }
}

package dev.whittle.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.whittle.bench.engine.OnnxFile;
import dev.whittle.bench.engine.OnnxRuntime;
import dev.whittle.bench.engine.OnnxRuntime.Waiting;
import dev.whittle.bench.engine.Whittled;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.cost.Costs;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ExampleNetworkTest {
  private static final double TOLERANCE = 1e-3;

  /** As torchvision counts them, MobileNetV1 as its paper and SqueezeNet on 227 x 227 pixels. */
  @ParameterizedTest
  @CsvSource({
    "SQUEEZENET, 1235496, 387.7",
    "MOBILENET_V1, 4231976, 568.7",
    "MOBILENET_V2, 3504872, 300.8",
    "RESNET_18, 11689512, 1814.1",
    "RESNET_50, 25557032, 4089.2",
    "GOOGLENET, 6624904, 1498.4",
    "ALEXNET, 61100840, 714.2",
    "VGG16, 138357544, 15470.3",
    "SHUFFLENET_V2, 2278604, 144.9",
    "EFFICIENTNET_B0, 5288548, 385.8"
  })
  void isTheNetworkOfThePaper(ExampleNetwork example, long parameters, String millionMacs) {
    Graph graph = example.graph();
    assertThat(parameters(graph)).isEqualTo(parameters);
    assertThat("%.1f".formatted(Costs.of(graph.bindAll(1)).macs() / 1e6)).isEqualTo(millionMacs);
  }

  /** By scalar code, which is warm at once; with -Pfull by vector code. */
  @ParameterizedTest
  @EnumSource
  void itsOnnxTwinGivesTheSameAnswer(ExampleNetwork example) {
    boolean isFull = "full".equals(System.getProperty("whittle.cases"));
    assumeThat(isFull || example != ExampleNetwork.VGG16)
        .as("VGG16 needs the memory of -Pfull")
        .isTrue();
    Prepared prepared = Prepared.of(example.toCase(), isFull ? Vectors.lanes() : 1, 1, 1);
    float[] input = prepared.input();
    float[] expected;
    try (OnnxFile model = OnnxFile.of(prepared.graph(), prepared.weights());
        OnnxRuntime twin =
            new OnnxRuntime(model.path(), input, prepared.shape(), 1, Waiting.SPINNING)) {
      twin.run();
      expected = twin.output();
    }
    Options options = Options.standard().withThreads(1).withLanes(prepared.lanes());
    try (Whittled ours = new Whittled(prepared.network(), input, options)) {
      ours.run();
      float[] actual = ours.output();
      assertThat(Agreement.difference(actual, expected)).isLessThanOrEqualTo(TOLERANCE);
      assertThat(actual).hasSize(1000);
      Arrays.sort(actual);
      assertThat(actual[0]).isLessThan(0.5f * actual[999]);
      assertThat(actual[999]).isBetween(0.0011f, 0.9f);
    }
  }

  /** Trained numbers: means and variances of batch normalisation are not among them. */
  private static long parameters(Graph graph) {
    List<Node> statistics =
        graph.nodes().stream()
            .filter(node -> node.op() instanceof BatchNorm)
            .flatMap(node -> node.operands().subList(3, 5).stream())
            .map(graph::node)
            .toList();
    return graph.nodes().stream()
        .filter(node -> node.op() instanceof Parameter && !statistics.contains(node))
        .mapToLong(node -> node.type().shape().elementCount())
        .sum();
  }
}

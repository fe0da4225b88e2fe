package dev.whittle.cli.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Value;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeDifferenceTest {
  private static final double TOLERANCE = 1e-4;

  private final Graph graph =
      Cnn.read(
              "Net.cnn",
              """
              network Net {
                input x: f32[1, 3]
                a = abs(x)
                b = sigmoid(a)
                output left = tanh(b)
                output right = relu(a)
              }
              """,
              Path.of("").toAbsolutePath())
          .graph()
          .orElseThrow();
  private final Evaluation first =
      ReferenceEvaluator.trace(
          graph, Weights.of(Map.of()), Map.of("x", Tensor.of(new float[] {-1, 2, 3}, 1, 3)));
  private final Map<Value, Tensor> second = new HashMap<>(first.values());

  @Test
  void theFirstOnTheWayToADifferentOutputIsFound() {
    change("left", 0.5f);
    change("b", 0.25f);
    NodeDifference found = find();
    assertThat(found.node().name()).isEqualTo("b");
    assertThat(found.index()).isEqualTo(1);
    assertThat(found.second()).isEqualTo(found.first() + 0.25f);
  }

  @Test
  void aDifferenceThatLaterNodesDoNotShareIsPassedOver() {
    change("a", 1);
    change("left", 0.5f);
    assertThat(find().node().name()).isEqualTo("left");
  }

  @Test
  void nodesWithoutAPairLeadOn() {
    change("a", 1);
    second.remove(value("b"));
    change("left", 0.5f);
    assertThat(find().node().name()).isEqualTo("a");
  }

  @Test
  void notANumberOnOneSideIsADifference() {
    change("right", Float.NaN);
    assertThat(find().relative()).isInfinite();
  }

  @Test
  void equalValuesHaveNone() {
    change("right", 1e-5f);
    assertThat(NodeDifference.find(first, second, TOLERANCE)).isEmpty();
  }

  private NodeDifference find() {
    return NodeDifference.find(first, second, TOLERANCE).orElseThrow();
  }

  private void change(String node, float by) {
    float[] values = first.value(value(node)).floats().clone();
    values[1] += by;
    second.put(value(node), Tensor.of(values, 1, 3));
  }

  private Value value(String node) {
    return graph.find(node).orElseThrow().value();
  }
}

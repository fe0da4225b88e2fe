package dev.whittle.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Graph;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Relu;
import dev.whittle.runtime.Step;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which steps of a network wait for those before. */
class StagesTest {
  private final Graph.Builder graph = Graph.builder("net");
  private final Map<String, Tensor> weights = new HashMap<>();

  @Test
  void branchesRunAtTheSameTime() {
    Value x = graph.input("x", TensorType.f32(1, 16, 12, 12));
    Value squeeze = conv("squeeze", x, 16, 1);
    Value left = conv("left", squeeze, 16, 1);
    Value right = conv("right", squeeze, 16, 3);
    graph.output("y", conv("last", graph.add("both", new Concat(1), left, right), 32, 1));
    assertThat(waits())
        .containsEntry("squeeze", true)
        .containsEntry("left", true)
        .containsEntry("right", false)
        .containsEntry("last", true);
  }

  @Test
  void chainsWait() {
    Value x = graph.input("x", TensorType.f32(1, 16, 12, 12));
    Value a = conv("a", x, 16, 3);
    graph.output("y", conv("b", graph.add("relu", new Relu(), a), 16, 3));
    assertThat(waits()).doesNotContainValue(false);
  }

  private Value conv(String name, Value x, int inputs, int kernel) {
    int[] shape = {16, inputs, kernel, kernel};
    weights.put(name + ".weight", Tensor.of(new float[16 * inputs * kernel * kernel], shape));
    Value weight =
        graph.add(name + "_weight", new Parameter(name + ".weight", TensorType.f32(shape)));
    int pad = kernel / 2;
    List<Integer> ones = List.of(1, 1);
    List<Integer> pads = List.of(pad, pad, pad, pad);
    return graph.add(name, new Conv(List.of(kernel, kernel), ones, pads, ones, 1), x, weight);
  }

  private Map<String, Boolean> waits() {
    return NetworkCompiler.compile(
            graph.build(), Weights.of(weights), NetworkCompiler.Settings.of(4, 1, 2))
        .file()
        .plans()
        .getFirst()
        .steps()
        .stream()
        .collect(Collectors.toMap(Step::name, Step::waits));
  }
}

package dev.whittle.ir.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Placement;
import dev.whittle.ir.Placement.Space;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Softmax;
import dev.whittle.runtime.Layout;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sound plans pass; each way to break one is named with the node at fault. */
class VerifierTest {
  private static final Layout NC = Layout.parse("NC");

  private final Graph.Builder builder = Graph.builder("net");
  private final Value x = builder.input("x", TensorType.f32(2, 4));
  private final Map<Value, Placement> places = new HashMap<>();

  @Test
  void portableGraphsHaveOutputsAndNothingLowered() {
    assertThat(problems(builder.build(), Level.PORTABLE)).contains("net: has no output");
    Graph twice = builder.output("y", x).output("y", x).build();
    assertThat(problems(twice, Level.PORTABLE)).contains("y: two outputs have this name");
    builder.add("low", lowered("any", new Relu(), 1), x);
    assertThat(problems(builder.build(), Level.LOWERED)).isNotEmpty();
  }

  @Test
  void weightsOfOneNameHaveOneType() {
    builder.add("a", new Parameter("w", TensorType.f32(2)));
    builder.add("b", new Parameter("w", TensorType.f32(3)));
    assertThat(problems(builder.output("y", x).build(), Level.PORTABLE))
        .contains("b: weight w is f32[3] here and f32[2] before");
  }

  @Test
  void onlyWeightsAreTransformed() {
    Layout plain = Layout.parse("OIHW");
    Reorder packing = new Reorder(plain, Layout.parse("winograd(4,3):HWOI"));
    Value weight = builder.parameter("w", TensorType.f32(2, 4, 3, 3));
    builder.add("packed", packing, weight);
    builder.output("y", builder.add("a", lowered("any", new Relu(), 1), x));
    assertThat(problems(builder.build(), Level.LOWERED)).isEmpty();
    builder.add("computed", packing, builder.input("k", TensorType.f32(2, 4, 3, 3)));
    builder.add("large", packing, builder.parameter("l", TensorType.f32(2, 4, 5, 3)));
    assertThat(problems(builder.build(), Level.LOWERED))
        .contains(
            "computed: winograd(4,3):HWOI is for weights only",
            "large: layout winograd(4,3):HWOI does not fit its result f32[2, 4, 5, 3]");
  }

  @Test
  void producersAndConsumersAgreeOnLayouts() {
    Layout blocked = Layout.parse("NC4c");
    Value a = builder.add("a", new Lowered(new Relu(), "any", List.of(NC), blocked, List.of()), x);
    Value b = builder.add("b", lowered("any", new Relu(), 1), a);
    Graph graph = builder.output("y", b).output("z", a).build();

    assertThat(Verifier.problems(graph, Level.LOWERED))
        .containsExactly(
            "b: takes operand 0 in NC, a makes it in NC4c",
            "a: output z has layout NC4c, not a plain one");
    assertThatThrownBy(() -> Verifier.verify(graph, Level.LOWERED))
        .isInstanceOf(VerificationException.class)
        .hasMessageContaining("net is not a valid LOWERED graph");
  }

  @Test
  void layoutsFitRanks() {
    Layout image = Layout.NCHW;
    Value a = builder.add("a", new Lowered(new Relu(), "any", List.of(image), image, List.of()), x);
    assertThat(problems(builder.output("y", a).build(), Level.LOWERED))
        .contains("a: layout NCHW does not fit operand 0, f32[2, 4]");
  }

  @Test
  void unloweredAndOpenOpsAreNamed() {
    Value a = builder.add("a", new Relu(), x);
    Value b = builder.add("b", lowered(Lowered.OPEN, new Relu(), 1), x);
    Graph graph = builder.output("y", b).build();
    assertThat(problems(builder.output("z", a).build(), Level.LOWERED))
        .contains("a: relu is not lowered");
    assertThat(problems(graph, Level.LOWERED)).doesNotContain("no kernel");
    assertThat(problems(graph, Level.PLANNED))
        .contains("b: no kernel is chosen")
        .contains("net: has no memory plan");
  }

  @Test
  void inPlaceResultsAndViewsAreSound() {
    place(x, 0, 4);
    Value a = at(builder.add("a", lowered("any", new Relu(), 1), x), 16, 8);
    Value b = at(builder.add("b", lowered("any", new Relu(), 1), a), 20, 8);
    Value both = at(builder.add("both", lowered(Lowered.VIEW, new Concat(1), 2), a, b), 16, 8);
    Value soft = at(builder.add("soft", lowered("any", new Relu(), 1), both), 16, 8);
    Graph graph = builder.output("y", soft).build().withMemory(plan(32));

    assertThatCode(() -> Verifier.verify(graph, Level.PLANNED)).doesNotThrowAnyException();
  }

  @Test
  void valuesOverwrittenBeforeTheyAreReadAreFound() {
    place(x, 0, 4);
    Value a = at(builder.add("a", lowered("any", new Relu(), 1), x), 8, 4);
    Value b = at(builder.add("b", lowered("any", new Softmax(1), 1), x), 12, 4);
    Value sum = at(builder.add("sum", lowered("any", new Add(), 2), a, b), 0, 4);
    Graph graph = builder.output("y", sum).build().withMemory(plan(24));

    assertThat(problems(graph, Level.PLANNED))
        .contains("sum: element 4 of a is lost at 12, b is there");
  }

  @Test
  void onlyElementwiseKernelsMayWriteWhereTheyRead() {
    place(x, 0, 4);
    Value a = at(builder.add("a", lowered("any", new Softmax(1), 1), x), 0, 4);
    Graph graph = builder.output("y", a).build().withMemory(plan(8));
    assertThat(problems(graph, Level.PLANNED)).contains("a: writes over its operand x");

    places.put(a, new Placement(Space.ARENA, 4, 4));
    Graph shifted = graph.withMemory(plan(12));
    assertThat(problems(shifted, Level.PLANNED)).contains("a: writes over its operand x");
  }

  @Test
  void viewsThatShowTheWrongElementsAreFound() {
    place(x, 0, 4);
    Value a = at(builder.add("a", lowered("any", new Relu(), 1), x), 16, 8);
    Value b = at(builder.add("b", lowered("any", new Relu(), 1), x), 20, 8);
    Value both = at(builder.add("both", lowered(Lowered.VIEW, new Concat(1), 2), b, a), 16, 8);
    Graph graph = builder.output("y", both).build().withMemory(plan(32));

    assertThat(problems(graph, Level.PLANNED)).contains("both: element 0 of both is lost at 16");
  }

  @Test
  void placesAreCompleteAndInsideTheirSpace() {
    place(x, 0, 4);
    Value a = builder.add("a", lowered("any", new Relu(), 1), x);
    Graph graph = builder.output("y", a).build();
    assertThat(problems(graph.withMemory(plan(8)), Level.PLANNED)).contains("a: has no place");

    place(a, 8, 4);
    assertThat(problems(graph.withMemory(plan(15)), Level.PLANNED)).contains("a: ", "of the 15");
    place(a, 8, 3);
    assertThat(problems(graph.withMemory(plan(16)), Level.PLANNED))
        .contains("a: ", "batchStride=3");
    places.put(a, new Placement(Space.WEIGHTS, 0, 4));
    assertThat(problems(graph.withMemory(new MemoryPlan(places, 8, 8, 0)), Level.PLANNED))
        .contains("a: is computed but lies among the weights");
  }

  @Test
  void weightsLieApart() {
    place(x, 0, 4);
    Value v = builder.parameter("v", TensorType.f32(4));
    Value w = builder.parameter("w", TensorType.f32(4));
    Value a = at(builder.add("a", add(), x, v), 8, 4);
    Value b = at(builder.add("b", add(), a, w), 16, 4);
    Graph graph = builder.output("y", b).build();
    places.put(v, new Placement(Space.WEIGHTS, 0, 4));
    places.put(w, new Placement(Space.WEIGHTS, 3, 4));
    MemoryPlan plan = new MemoryPlan(places, 24, 8, 0);

    assertThat(problems(graph.withMemory(plan), Level.PLANNED))
        .contains("w: overlaps v among the weights");
  }

  @Test
  void inputsAndOutputsHaveNoGaps() {
    place(x, 0, 6);
    Graph graph = builder.output("y", x).build();
    assertThat(problems(graph.withMemory(plan(16)), Level.PLANNED))
        .contains("x: is copied in or out but has gaps");
  }

  private static Op add() {
    return new Lowered(new Add(), "any", List.of(NC, Layout.parse("C")), NC, List.of());
  }

  private static Op lowered(String algorithm, Op op, int operands) {
    return new Lowered(op, algorithm, Collections.nCopies(operands, NC), NC, List.of());
  }

  private Value at(Value value, int offset, int batchStride) {
    place(value, offset, batchStride);
    return value;
  }

  private void place(Value value, int offset, int batchStride) {
    places.put(value, new Placement(Space.ARENA, offset, batchStride));
  }

  private MemoryPlan plan(int floats) {
    return new MemoryPlan(places, floats, 0, 0);
  }

  private static String problems(Graph graph, Level level) {
    return String.join("\n", Verifier.problems(graph, level));
  }
}

package dev.whittle.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Tanh;
import dev.whittle.runtime.ElementType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final TensorType OPEN =
      new TensorType(ElementType.F32, Shape.of(Dim.of("N"), Dim.of(4)));

  @Test
  void bindReplacesSymbolsAndInfersAnew() {
    Graph.Builder builder = Graph.builder("net");
    Value x = builder.input("x", OPEN);
    Graph graph = builder.output("y", builder.add("a", new Relu(), x)).build();

    Graph bound = graph.bind(Map.of("N", 3));

    assertThat(bound.find("a").orElseThrow().type()).isEqualTo(TensorType.f32(3, 4));
    assertThat(graph.find("a").orElseThrow().type()).isEqualTo(OPEN);
    assertThatThrownBy(() -> graph.bind(Map.of("N", 0))).isInstanceOf(ShapeException.class);
  }

  @Test
  void equalityIgnoresIds() {
    Graph.Builder builder = Graph.builder("net");
    Value x = builder.input("x", TensorType.f32(1, 4));
    Value a = builder.add("a", new Relu(), x);
    Graph graph = builder.output("y", a).build();
    Patch.Builder patch = Patch.of(graph, "pass", "rule");
    Graph same = graph.apply(patch.replace(graph.node(a), new Relu(), List.of(x)).build());

    assertThat(same.node(same.outputs().getFirst().value()).id()).isNotEqualTo(a.node());
    assertThat(same).isEqualTo(graph).hasSameHashCodeAs(graph);
    patch = Patch.of(graph, "pass", "rule");
    assertThat(graph.apply(patch.replace(graph.node(a), new Tanh(), List.of(x)).build()))
        .isNotEqualTo(graph);
  }

  @Test
  void usersAndUsesAreCounted() {
    Graph.Builder builder = Graph.builder("net");
    Value x = builder.input("x", TensorType.f32(1, 4));
    Value a = builder.add("a", new Relu(), x);
    Value b = builder.add("b", new Add(), a, a);
    Graph graph = builder.output("y", a).output("z", b).build();

    assertThat(graph.users(graph.node(a))).containsExactly(graph.node(b));
    assertThat(graph.useCount(a)).isEqualTo(3);
    assertThat(graph.isOutput(a)).isTrue();
    assertThat(graph.isOutput(x)).isFalse();
  }

  @Test
  void reorderTakesValidOrdersOnly() {
    Graph.Builder builder = Graph.builder("net");
    Value x = builder.input("x", TensorType.f32(1, 4));
    Value a = builder.add("a", new Relu(), x);
    Value b = builder.add("b", new Tanh(), x);
    Graph graph = builder.output("y", a).output("z", b).build();
    Node in = graph.node(x);

    assertThat(graph.reorder(List.of(in, graph.node(b), graph.node(a))).nodes())
        .containsExactly(in, graph.node(b), graph.node(a));
    assertThatThrownBy(() -> graph.reorder(List.of(graph.node(a), in, graph.node(b))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> graph.reorder(List.of(in, graph.node(a))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takenNamesGetASuffix() {
    Graph.Builder builder = Graph.builder("net");
    Value x = builder.input("x", TensorType.f32(1, 4));
    builder.add("a", new Relu(), x);
    assertThat(builder.node(builder.add("a", new Relu(), x)).name()).isEqualTo("a_2");
  }
}

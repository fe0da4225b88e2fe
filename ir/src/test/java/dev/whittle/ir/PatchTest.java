package dev.whittle.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Tanh;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatchTest {
  private final Graph.Builder builder = Graph.builder("net");
  private final Value x = builder.input("x", TensorType.f32(1, 4));

  @Test
  void replacementTakesNamePlaceAndHistory() {
    Value a = builder.add("a", new Relu(), x);
    Value b = builder.add("b", new Tanh(), a);
    Graph graph = builder.output("y", b).build();

    Graph after = graph.apply(replace(graph, "a", new Sigmoid(), x));

    assertThat(names(after)).containsExactly("x", "a", "b");
    Node node = after.find("a").orElseThrow();
    assertThat(node.op()).isEqualTo(new Sigmoid());
    assertThat(node.origin().history()).containsExactly("pass/rule");
    assertThat(graph.find("a").orElseThrow().op()).isEqualTo(new Relu());
  }

  @Test
  void addedNodesMayReadWhatTheyReplace() {
    Value a = builder.add("a", new Tanh(), x);
    Graph graph = builder.output("y", a).build();
    Patch.Builder patch = Patch.of(graph, "pass", "rule");
    Value relu = patch.add(graph.node(a), new Relu(), List.of(a));

    Graph after = graph.apply(patch.replace(a, relu).build());

    assertThat(names(after)).containsExactly("x", "a", "a_2");
    assertThat(after.outputs().getFirst().value()).isEqualTo(relu);
  }

  @Test
  void chainsOfReplacementsResolveToTheirEnd() {
    Value a = builder.add("a", new Relu(), x);
    Value b = builder.add("b", new Relu(), a);
    Value c = builder.add("c", new Relu(), b);
    Graph graph = builder.output("y", c).build();

    Graph after = graph.apply(Patch.of(graph, "pass", "rule").replace(c, b).replace(b, a).build());

    assertThat(names(after)).containsExactly("x", "a");
    assertThat(after.outputs().getFirst().value()).isEqualTo(a);
  }

  @Test
  void nothingReplacesItself() {
    Value a = builder.add("a", new Relu(), x);
    Value b = builder.add("b", new Relu(), a);
    Graph graph = builder.output("y", b).build();
    Patch.Builder patch = Patch.of(graph, "pass", "rule").replace(b, a);

    assertThatThrownBy(() -> patch.replace(a, b)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> patch.replace(a, a)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void typesMustStay() {
    Value a = builder.add("a", new Relu(), x);
    Value part = builder.add("s", new Split(1, List.of(2, 2)), x);
    Graph graph = builder.output("y", a).output("z", part).build();

    assertThatThrownBy(() -> Patch.of(graph, "pass", "rule").replace(a, part))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("pass/rule")
        .hasMessageContaining("a has type f32[1, 4]");
    assertThatThrownBy(
            () -> Patch.of(graph, "pass", "rule").replace(graph.node(part), new Relu(), List.of(x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s has 2 results, its replacement 1");
  }

  @Test
  void inputsStayAndKeepTheirNames() {
    Value other = builder.input("other", TensorType.f32(1, 4));
    Value a = builder.add("a", new Relu(), x);
    Graph graph = builder.output("y", a).build();
    Patch.Builder patch = Patch.of(graph, "pass", "rule");
    Value instead = patch.add(graph.node(x), new Tanh(), List.of(other));

    Graph after = graph.apply(patch.replace(x, instead).build());

    assertThat(names(after)).containsExactly("x", "other", "x_2", "a");
  }

  @Test
  void whatNobodyReadsIsDropped() {
    Value a = builder.add("a", new Relu(), x);
    Value b = builder.add("b", new Tanh(), a);
    Value c = builder.add("c", new Add(), b, a);
    Graph graph = builder.output("y", c).build();

    Graph after = graph.apply(Patch.of(graph, "pass", "rule").replace(c, a).build());

    assertThat(names(after)).containsExactly("x", "a");
  }

  @Test
  void othersKeepTheirOrder() {
    Value a = builder.add("a", new Relu(), x);
    builder.output("ya", a);
    Value b = builder.add("b", new Tanh(), x);
    builder.output("yb", b);
    Value c = builder.add("c", new Sigmoid(), x);
    Graph graph = builder.output("yc", c).build();
    Patch.Builder patch = Patch.of(graph, "pass", "rule");
    Value late = patch.add(graph.node(a), "late", new Add(), List.of(a, c));

    Graph after = graph.apply(patch.replace(b, late).build());

    assertThat(names(after)).containsExactly("x", "a", "c", "late");
  }

  @Test
  void replacingEveryResultOfASplitFreesItsName() {
    Value first = builder.add("s", new Split(1, List.of(2, 2)), x);
    Value second = new Value(first.node(), 1);
    Value sum = builder.add("sum", new Add(), first, second);
    Graph graph = builder.output("y", sum).build();
    Patch.Builder patch = Patch.of(graph, "pass", "rule");
    Value again = patch.add(graph.node(first), new Split(-1, List.of(2, 2)), List.of(x));
    patch.replace(first, again).replace(second, new Value(again.node(), 1));

    assertThat(names(graph.apply(patch.build()))).containsExactly("x", "s", "sum");
    Graph at = graph.apply(replace(graph, "s", new Split(-1, List.of(2, 2)), x));
    assertThat(at).isEqualTo(graph.apply(patch.build()));
  }

  private static Patch replace(Graph graph, String node, Op op, Value... operands) {
    return Patch.of(graph, "pass", "rule")
        .replace(graph.find(node).orElseThrow(), op, List.of(operands))
        .build();
  }

  private static List<String> names(Graph graph) {
    return graph.nodes().stream().map(Node::name).toList();
  }
}

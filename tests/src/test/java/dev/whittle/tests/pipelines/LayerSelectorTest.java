package dev.whittle.tests.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Span;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.passes.Networks;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LayerSelectorTest {
  @Test
  void commasJoinAmpersandsMeetAndExclamationMarksExclude() {
    Cases.run("selectors on random networks", 200, LayerSelectorTest::checkLaws);
  }

  private static void checkLaws(long seed) {
    Graph graph = RandomGraphs.sample(seed, Profile.COMPILABLE).graph();
    RandomPipelines random = new RandomPipelines(seed, graph);
    String a = random.part();
    String b = random.part();
    Set<String> both = select(graph, a);
    both.addAll(select(graph, b));
    Set<String> common = select(graph, a);
    common.retainAll(select(graph, b));
    Set<String> others = select(graph, "*");
    others.removeAll(select(graph, a));
    Set<String> difference = select(graph, a);
    difference.removeAll(select(graph, b));
    assertThat(select(graph, a + ", " + b)).isEqualTo(both);
    assertThat(select(graph, b + "," + a)).isEqualTo(both);
    assertThat(select(graph, a + " & " + b)).isEqualTo(common);
    assertThat(select(graph, "!" + a)).isEqualTo(others);
    assertThat(select(graph, "!" + b + ", " + a)).isEqualTo(difference);
    assertThat(select(graph, a + ", !" + a)).isEmpty();
    String layer = random.layer();
    assertThat(select(graph, layer)).contains(layer);
    assertThat(select(graph, layer + ".." + layer)).containsAll(select(graph, layer));
    assertThat(select(graph, "parameters>10, parameters<=10")).isEqualTo(select(graph, "**"));
    boolean isFound = !select(graph, a).isEmpty();
    assertThat(read(a).orElseThrow().problems(graph).isEmpty()).isEqualTo(isFound);
  }

  @Test
  void rangesFollowTheGraph() {
    Graph graph = Networks.squeezeNet(1).graph();
    List<String> names = graph.nodes().stream().map(Node::name).toList();
    Set<String> range = select(graph, "fire3..fire5");
    List<Integer> places = range.stream().map(names::indexOf).sorted().toList();
    assertThat(range).anyMatch(n -> n.startsWith("fire4")).noneMatch(n -> n.startsWith("fire6"));
    assertThat(range).anyMatch(n -> n.startsWith("fire3")).anyMatch(n -> n.startsWith("fire5"));
    assertThat(places).isNotEmpty();
    assertThat(select(graph, "fire5..fire3")).isEmpty();
  }

  @Property(tries = 1000)
  void anyTextIsReadOrRefused(@ForAll String text) {
    List<Diagnostic> problems = new ArrayList<>();
    Optional<LayerSelector> selector = LayerSelector.parse(text, Span.NONE, problems);
    assertThat(selector.isPresent()).isEqualTo(problems.isEmpty());
    selector.ifPresent(s -> {
      assertThat(s).hasToString(text);
      s.problems(Networks.resNet(1, 32, 16, 1).graph());
    });
  }

  private static Set<String> select(Graph graph, String text) {
    Selection selection = read(text).orElseThrow().select(graph);
    Set<String> all = read("**").orElseThrow().select(graph).names().orElseThrow();
    Set<String> names = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (all.contains(node.name()) && selection.has(node)) {
        names.add(node.name());
      }
    }
    return new TreeSet<>(names);
  }

  private static Optional<LayerSelector> read(String text) {
    return LayerSelector.parse(text, Span.NONE, new ArrayList<>());
  }
}

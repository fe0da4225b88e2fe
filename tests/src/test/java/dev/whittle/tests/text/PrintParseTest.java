package dev.whittle.tests.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.text.GraphText;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.Coverage;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import dev.whittle.tests.graphs.SmallPipelines;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What prints reads back: the law of the text form, at every level. */
class PrintParseTest {
  @Test
  void anyPortableGraphReadsBackEqual() {
    Coverage coverage = new Coverage();
    Cases.run(
        "print and parse",
        300,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.ANY);
          coverage.record(sample.graph());
          assertReadsBack(sample.graph());
        });
    coverage.assertEveryPortableOp();
  }

  @Test
  void everyStageOfCompilationReadsBackEqual() {
    Map<Level, Integer> met = new EnumMap<>(Level.class);
    Cases.run(
        "print and parse compiled",
        40,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          int lanes = List.of(16, 8, 4, 1).get(Math.floorMod(seed, 4));
          for (Graph graph : stages(sample, new Target(lanes, 2))) {
            assertReadsBack(graph);
            met.merge(level(graph), 1, Integer::sum);
          }
        });
    assertThat(met.keySet()).containsExactly(Level.values());
  }

  @Test
  void printedTextIsAFixedPoint() {
    Cases.run(
        "print, parse and print",
        100,
        seed -> {
          GraphText printed = GraphPrinter.print(RandomGraphs.sample(seed, Profile.ANY).graph());
          assertThat(GraphPrinter.print(read(printed))).isEqualTo(printed);
        });
  }

  /** The graph after each pass. */
  private static List<Graph> stages(Sample sample, Target target) {
    List<Graph> stages = new ArrayList<>();
    PassContext context =
        PassContext.of(target, new Schedules(), new CompilingExecutor(), sample.weights());
    new PassManager((pass, graph) -> stages.add(graph))
        .run(SmallPipelines.FUSING, bound(sample.graph()), context);
    return stages;
  }

  private static Graph bound(Graph graph) {
    Map<String, Integer> sizes = new HashMap<>();
    for (Node input : graph.inputs()) {
      for (Dim dim : input.type().shape().dims()) {
        if (dim instanceof Dim.Symbol(String name)) {
          sizes.put(name, 2);
        }
      }
    }
    return graph.bind(sizes);
  }

  private static Level level(Graph graph) {
    return graph.memory().isPresent()
        ? Level.PLANNED
        : graph.nodes().stream().anyMatch(n -> n.op() instanceof Lowered)
            ? Level.LOWERED
            : Level.PORTABLE;
  }

  private static void assertReadsBack(Graph graph) {
    GraphText printed = GraphPrinter.print(graph);
    assertThat(read(printed)).as(printed.text()).isEqualTo(graph);
  }

  private static Graph read(GraphText printed) {
    Loaded loaded =
        Cnn.read("printed.cnn", printed.text(), Path.of(""), Weights.of(printed.constants()));
    assertThat(loaded.diagnostics().stream().filter(Diagnostic::isError))
        .as(printed.text())
        .isEmpty();
    return loaded.graph().orElseThrow();
  }
}

package dev.whittle.bench.suite;

import dev.whittle.cli.data.Examples;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.PipelineBinder;
import java.util.List;
import java.util.Optional;

/**
 * VGG16's convolutions whole and split, by direct kernels and by the best: what fewer multiply-adds
 * are worth on the clock. The effective rates count those of the whole, so they are to each other
 * as the times are.
 */
final class Decompositions {
  static final String TITLE = "decompositions";

  private static final String FILE = "networks/VGG16Split.cnn";

  private Decompositions() {}

  static List<Case> cases() {
    return List.of(
        split("whole, direct", "direct"),
        split("accnn's ranks, direct", "ranks-direct"),
        split("ratio 3, direct", "third-direct"),
        Case.exact("whole", Decompositions::graph, Optional.empty(), Optional.empty()),
        split("accnn's ranks", "ranks-exact"),
        split("accnn's ranks where faster", "gated"));
  }

  private static Case split(String name, String pipeline) {
    return new Case(
        name, Decompositions::graph, pipeline(pipeline), Optional.empty(), Optional.empty());
  }

  private static Graph graph() {
    return read().graph().orElseThrow();
  }

  private static Pipeline pipeline(String name) {
    return read().pipelines().stream()
        .filter(pipeline -> pipeline.name().equals(name))
        .findFirst()
        .flatMap(spec -> PipelineBinder.bind(spec).pipeline())
        .orElseThrow(() -> new IllegalStateException(FILE + " has no pipeline " + name))
        .otherwise();
  }

  private static Loaded read() {
    return Cnn.check(Examples.find(FILE));
  }
}

package dev.whittle.tests.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.cli.report.ReportPage;
import dev.whittle.cli.report.ReportText;
import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Account;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.passes.ledger.Report;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Trial;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.RandomTensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a measured report says of approximated layers. */
class EffectsTest {
  private static final int ITEMS = 3;
  private static final String NETWORK =
      """
      network Net {
        input x: f32[1, 6, 10, 10]
        a = x |> conv(12, kernel: 3, pads: 1) |> relu
        b = a |> conv(16, kernel: 3, pads: 1) |> relu
        c = b |> conv(8, kernel: 1) |> relu
        output y = c |> flatten |> dense(5)
      }
      """;

  @Test
  void outputErrorsAreThoseThatTheReferenceHas() {
    Subject subject =
        subject(
            step(Catalogue.PRUNE_CHANNELS, Map.of("density", 0.75, "keep", "always")),
            step(Catalogue.SPLIT_SPATIAL, Map.of("rank", 6, "keep", "always")),
            step(Catalogue.FACTORISE_DENSE, Map.of("rank", 3, "keep", "always")),
            step(Catalogue.PRUNE_WEIGHTS, Map.of("density", 0.6)));
    List<Graph> stages = stages(subject);
    Report report = measured(subject);
    int compared = 0;
    int narrower = 0;
    for (int i = 1; i < report.lines().size(); i++) {
      for (Approximation one : report.lines().get(i).approximations()) {
        Node before = stages.get(i - 1).find(one.layer()).orElseThrow();
        Node after = stages.get(i).find(one.layer()).orElseThrow();
        if (one.isDone() && before.type().equals(after.type())) {
          compared++;
          double expected = error(stages.get(i - 1), stages.get(i), one.layer(), subject);
          assertThat(one.outputError().orElseThrow())
              .as(one.toString())
              .isCloseTo(expected, within(1e-3 * expected));
        } else {
          narrower += one.isDone() ? 1 : 0;
          assertThat(one.outputError()).isEmpty();
        }
      }
    }
    assertThat(compared).isGreaterThan(6);
    assertThat(narrower).isEqualTo(3);
  }

  @Test
  void nothingIsLostAtFullRank() {
    Subject subject =
        subject(step(Catalogue.SPLIT_SPATIAL, Map.of("rank", 1000, "keep", "always")));
    List<Approximation> layers = measured(subject).lines().get(1).approximations();
    assertThat(layers).hasSize(2).allMatch(one -> one.outputError().getAsDouble() < 1e-5);
  }

  @Test
  void layersAreTimedAloneWhetherTheyWereLeftOrNot() {
    Subject subject =
        subject(
            step(Catalogue.SPLIT_SPATIAL, Map.of("rank", 1000)),
            step(Catalogue.FACTORISE_TUCKER, Map.of("error", 0.0)),
            step(Catalogue.PRUNE_WEIGHTS, Map.of("density", 0.05)));
    Report report = measured(subject);
    assertThat(report.lines().get(1).approximations())
        .isNotEmpty()
        .noneMatch(Approximation::isDone)
        .allMatch(Approximation::isTried);
    assertThat(report.lines().get(2).approximations())
        .isNotEmpty()
        .noneMatch(Approximation::isTried);
    assertThat(report.lines().get(3).approximations()).isNotEmpty().allMatch(Approximation::isDone);
    report.lines().stream()
        .flatMap(line -> line.approximations().stream())
        .forEach(one -> {
          assertThat(one.before().measured().orElseThrow()).isPositive();
          assertThat(one.after().measured().orElseThrow()).isPositive();
          if (!one.isTried()) {
            assertThat(one.after().measured()).isEqualTo(one.before().measured());
          }
        });
  }

  @Test
  void tablesSayThatLayersWereTimedAlone() {
    Report report =
        measured(subject(step(Catalogue.SPLIT_SPATIAL, Map.of("rank", 2, "keep", "always"))));
    assertThat(ReportText.of(report))
        .containsPattern("predicted ms +isolated ms +weight error +output error")
        .contains("Isolated ms are medians of 1 round of a layer's kernels alone")
        .contains("Output errors are to the network as the pass met it, on 3 of the inputs.");
    assertThat(ReportPage.of(report))
        .contains(">isolated ms<", ">output error<", "Isolated ms are medians of 1 round");
  }

  /** Over all items, by the definition. */
  private static double error(Graph before, Graph after, String layer, Subject subject) {
    double all = 0;
    double moved = 0;
    for (int item = 0; item < ITEMS; item++) {
      Map<String, Tensor> inputs = RandomInputs.of(before, item);
      float[] y = value(before, layer, subject.weights(), inputs);
      float[] other = value(after, layer, subject.weights(), inputs);
      for (int i = 0; i < y.length; i++) {
        all += Math.pow(y[i], 2);
        moved += Math.pow((double) y[i] - other[i], 2);
      }
    }
    return Math.sqrt(moved / all);
  }

  private static float[] value(
      Graph graph, String layer, Weights weights, Map<String, Tensor> inputs) {
    Evaluation run = ReferenceEvaluator.trace(graph, weights, inputs);
    return run.value(run.graph().find(layer).orElseThrow().value()).floats();
  }

  private static List<Graph> stages(Subject subject) {
    List<Graph> stages = new ArrayList<>(List.of(subject.graph()));
    new PassManager((pass, graph) -> stages.add(graph))
        .run(
            subject.pipeline(),
            subject.graph(),
            subject.context(PatchObserver.NONE, PassContext.UNLIMITED));
    return stages;
  }

  private static Report measured(Subject subject) {
    Data data = new Data("noise", ITEMS, item -> RandomInputs.of(subject.graph(), item), List.of());
    return Account.measured(subject, new Trial(data, 1, Runnable::run, Watcher.NONE));
  }

  private static Pipeline.Step step(Pass pass, Map<String, Object> options) {
    return new Pipeline.Step(pass, options, "to be measured");
  }

  private static Subject subject(Pipeline.Step... first) {
    Graph graph = Cnn.read("Net.cnn", NETWORK, Path.of("")).graph().orElseThrow();
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Tensor> tensors = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter(String name, var type)) {
        tensors.put(name, RandomTensors.normal(random, 0.2, type.shape().sizes()));
      }
    }
    List<Pipeline.Step> steps = new ArrayList<>(List.of(first));
    steps.addAll(Pipelines.NONE.steps());
    return new Subject(
        graph,
        graph,
        Weights.of(tensors),
        new Pipeline("approximate", steps),
        new Target(8, 1),
        PassContext.UNLIMITED,
        new Schedules(),
        new CompilingExecutor(),
        Timings.none());
  }
}

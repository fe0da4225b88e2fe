package dev.whittle.tests.factorise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.factorise.FactorisePass;
import dev.whittle.passes.linear.Canonical;
import dev.whittle.passes.linear.Matrix;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.RandomTensors;
import dev.whittle.tests.graphs.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Factorisations in networks, one after another and for all layers together. */
class ApproximateNetworksTest {
  private static final String NETWORK =
      """
      network Net {
        input x: f32[1, 6, 12, 12]
        a = x |> conv(24, kernel: 3, pads: 1) |> relu
        b = a |> conv(32, kernel: 3, pads: 1) |> relu
        c = b |> conv(16, kernel: 5, pads: 2) |> relu
        output y = c
      }
      """;

  private static final List<Pass> PASSES =
      Catalogue.all().stream().filter(pass -> pass instanceof FactorisePass).toList();

  @Test
  void randomNetworksVerifyRunAndAddUpAfterSeveralPasses() {
    Cases.run(
        "approximated networks",
        40,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          Graph graph =
              ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs()).graph();
          PassContext context = context(sample.weights());
          SplittableRandom random = new SplittableRandom(seed);
          for (int i = 0; i < 4; i++) {
            Pass pass = PASSES.get(random.nextInt(PASSES.size()));
            Map<String, Object> options =
                Map.of(
                    "rank",
                    random.nextInt(1, 5),
                    "keep",
                    random.nextBoolean() ? "always" : "faster");
            Graph after = Verifier.verify(context.run(pass, options, graph), Level.PORTABLE);
            requireAddsUp(graph, after, context.approximations());
            graph = after;
          }
          ReferenceEvaluator.evaluate(graph, sample.weights(), sample.inputs())
              .values()
              .forEach(output -> assertThat(output.elementCount()).isPositive());
        });
  }

  private static void requireAddsUp(Graph before, Graph after, List<Approximation> layers) {
    long saved = 0;
    for (Approximation layer : layers) {
      saved += layer.isDone() ? layer.before().macs() - layer.after().macs() : 0;
    }
    assertThat(Costs.of(before.bindAll(1)).macs() - Costs.of(after.bindAll(1)).macs())
        .isEqualTo(saved);
  }

  @Test
  void aRatioIsReachedAndAHigherOneCostsMore() {
    Graph graph = Cnn.read("Net.cnn", NETWORK, Path.of("")).graph().orElseThrow();
    Weights weights = weights(graph);
    long whole = Costs.of(graph).macs();
    double last = 0;
    for (String search : List.of("greedy", "exact")) {
      for (double ratio : new double[] {1.5, 2, 3, 5}) {
        PassContext context = context(weights);
        Map<String, Object> options = Map.of("ratio", ratio, "search", search, "keep", "always");
        Graph after = context.run(Catalogue.SPLIT_SPATIAL, options, graph);
        assertThat((double) Costs.of(after).macs()).isBetween(0.9 * whole / ratio, whole / ratio);
        double lost =
            context.approximations().stream()
                .mapToDouble(a -> Math.pow(a.error().orElse(0), 2))
                .sum();
        assertThat(lost).isGreaterThan(ratio == 1.5 ? 0 : last);
        last = lost;
      }
    }
  }

  @Test
  void aBudgetOfErrorsIsKeptAndSpent() {
    Graph graph = Cnn.read("Net.cnn", NETWORK, Path.of("")).graph().orElseThrow();
    Weights weights = weights(graph);
    long last = Costs.of(graph).macs() + 1;
    for (double budget : new double[] {0, 0.3, 0.6, 1.2}) {
      PassContext context = context(weights);
      Map<String, Object> options = Map.of("budget", budget, "keep", "always");
      Graph after = context.run(Catalogue.SPLIT_SPATIAL, options, graph);
      double sum = context.approximations().stream().mapToDouble(a -> a.error().orElse(0)).sum();
      assertThat(sum).isLessThanOrEqualTo(budget + 1e-6);
      assertThat(Costs.of(after).macs()).isLessThan(last);
      last = Costs.of(after).macs();
    }
  }

  @Test
  void filtersThatAreOneProductAreFoundExactly() {
    Graph graph = Cnn.read("Net.cnn", NETWORK, Path.of("")).graph().orElseThrow();
    Weights weights = products(graph);
    PassContext context = context(weights);
    Graph after =
        context.run(Catalogue.FACTORISE_FLATTENED, Map.of("error", 1e-5, "keep", "smaller"), graph);
    assertThat(context.approximations())
        .hasSize(3)
        .allMatch(a -> a.isDone() && a.setting().equals("rank: 1"))
        .allMatch(a -> a.error().getAsDouble() < 1e-5);
    Map<String, Tensor> inputs =
        Map.of("x", RandomTensors.normal(new SplittableRandom(2), 1, 1, 6, 12, 12));
    float[] expected = ReferenceEvaluator.evaluate(graph, weights, inputs).get("y").floats();
    float[] actual = ReferenceEvaluator.evaluate(after, weights, inputs).get("y").floats();
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-4f));
    }
  }

  private static PassContext context(Weights weights) {
    return PassContext.of(new Target(8, 1), new Schedules(), new CompilingExecutor(), weights);
  }

  private static Weights weights(Graph graph) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Tensor> tensors = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter parameter) {
        int[] sizes = node.type().shape().sizes();
        tensors.put(parameter.name(), RandomTensors.normal(random, 0.1, sizes));
      }
    }
    return Weights.of(tensors);
  }

  /** The same with filters that are outer products. */
  private static Weights products(Graph graph) {
    Weights weights = weights(graph);
    SplittableRandom random = new SplittableRandom(3);
    Map<String, Tensor> tensors = new HashMap<>();
    weights.names().forEach(name -> tensors.put(name, weights.find(name).orElseThrow()));
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Conv) {
        Node weight = graph.node(node.operand(1));
        int[] sizes = weight.type().shape().sizes();
        float[] values = new float[Math.toIntExact(Tensor.elementCount(sizes))];
        int each = values.length / sizes[0];
        for (int filter = 0; filter < sizes[0]; filter++) {
          List<Matrix> lines = new ArrayList<>();
          for (int axis = 1; axis < 4; axis++) {
            double[] line = new double[sizes[axis]];
            for (int i = 0; i < line.length; i++) {
              line[i] = random.nextGaussian(0, 0.5);
            }
            lines.add(new Matrix(line.length, 1, line));
          }
          double[] product = new Canonical(lines).product().values();
          for (int i = 0; i < each; i++) {
            values[filter * each + i] = (float) product[i];
          }
        }
        tensors.put(weight.name(), Tensor.of(values, sizes));
      }
    }
    return Weights.of(tensors);
  }
}

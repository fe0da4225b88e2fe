package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.ir.Level;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Workers;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.Coverage;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import dev.whittle.tests.graphs.SmallPipelines;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Random networks through the whole compiler, with and without optional passes and on buffers full
 * of NaN, give what the reference evaluator says.
 */
class RandomNetworksTest {
  private static final double TOLERANCE = 1e-4;
  private static final int[] LANES = {16, 8, 4, 1};
  private static final int[] BATCHES = {1, 2, 5};

  @Test
  void agreeWithTheReferenceAtEveryWidthBatchAndThreadCount() {
    Coverage coverage = new Coverage();
    Map<Integer, Integer> widths = new TreeMap<>();
    try (Workers pair = Workers.of(2)) {
      Cases.run(
          "compiled random networks",
          100,
          () -> coverage.isComplete() && isComplete(widths),
          seed -> {
            SplittableRandom random = new SplittableRandom(31 * seed);
            int lanes = LANES[random.nextInt(LANES.length)];
            int batch = BATCHES[random.nextInt(BATCHES.length)];
            Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
            Pipeline pipeline =
                switch (random.nextInt(4)) {
                  case 0 -> Pipelines.NONE;
                  case 1 -> SmallPipelines.FUSING;
                  default -> Pipelines.EXACT;
                };
            Settings settings = settings(pipeline, lanes, batch);
            RandomGraphs.check(sample, start -> check(start, settings, pair));
            coverage.record(sample.graph());
            widths.merge(lanes, 1, Integer::sum);
          });
    }
    coverage.assertEveryPortableOp();
    assertThat(isComplete(widths)).as("networks for each width: %s", widths).isTrue();
  }

  private static boolean isComplete(Map<Integer, Integer> widths) {
    return Cases.isReplay()
        || widths.size() == LANES.length
            && widths.values().stream().allMatch(n -> n >= Coverage.LEAST);
  }

  private static Settings settings(Pipeline pipeline, int lanes, int batch) {
    return new Settings(
        "whittle.generated",
        target -> pipeline,
        List.of(lanes),
        List.of(batch),
        2,
        PassContext.UNLIMITED,
        (pass, graph) -> {});
  }

  private static void check(Sample sample, Settings settings, Workers pair) {
    int lanes = settings.lanes().getFirst();
    int batch = settings.batches().getFirst();
    Map<String, Tensor> inputs = sample.inputs(batch);
    Evaluation expected = ReferenceEvaluator.trace(sample.graph(), sample.weights(), inputs);
    CompiledNetwork compiled = NetworkCompiler.compile(sample.graph(), sample.weights(), settings);
    compiled.variants().forEach(v -> Verifier.verify(v.compilation().graph(), Level.PLANNED));
    ClassLoader classes = new GeneratedClasses(compiled.classes());
    Options options = Options.standard().withLanes(lanes).poisoned();
    try (Model single = Model.load(compiled.file(), classes, options.withThreads(1));
        Model shared = Model.load(compiled.file(), classes, options.withWorkers(pair))) {
      Map<String, Tensor> actual = single.run(inputs);
      Agreement agreement = Agreement.of(expected, actual);
      assertThat(agreement.error())
          .as(() ->
              "%s, lanes %d, batch %d: %s"
                  .formatted(
                      settings.pipeline().apply(new Target(lanes, 2)).name(),
                      lanes,
                      batch,
                      agreement))
          .isLessThanOrEqualTo(TOLERANCE);
      assertThat(shared.run(inputs)).as("on two threads").isEqualTo(actual);
    }
  }
}

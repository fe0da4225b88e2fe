package dev.whittle.tests.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Bound;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.pipeline.TargetedPipeline;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Random pipelines on random networks: what binds, compiles, and computes what was written. */
class RandomPipelinesTest {
  private static final int[] LANES = {8, 4, 1, 16};
  private static final double TOLERANCE = 1e-4;

  @Test
  void goodPipelinesBindAndComputeWhatWasWritten() {
    Cases.run("pipelines on random networks", 60, RandomPipelinesTest::plan);
  }

  @Test
  void goodPipelinesRunAsCompiled() {
    Cases.run("compiled pipelines", 20, RandomPipelinesTest::compile);
  }

  @Test
  void shuffledPipelinesBindOrSayWhatIsInTheWrongPlace() {
    int[] bound = {0, 0};
    Cases.run(
        "shuffled pipelines",
        100,
        () -> bound[0] > 10 && bound[1] > 10,
        seed -> {
          Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
          Bound result = RandomPipelines.bind(new RandomPipelines(seed, sample.graph()).shuffled());
          bound[result.pipeline().isPresent() ? 0 : 1]++;
          if (result.pipeline().isPresent()) {
            requireSame(sample, result.pipeline().get(), seed);
          }
          assertThat(result.diagnostics())
              .allMatch(d -> d.code().equals(PipelineMistake.WRONG_PLACE.code()))
              .allMatch(d -> !d.hint().isEmpty());
        });
    assertThat(Cases.isReplay() || bound[0] > 10 && bound[1] > 10).isTrue();
  }

  @Test
  void pipelinesThatGrowWithoutBoundAreRefused() {
    StringBuilder text = new StringBuilder("pipeline p0 {}\n");
    for (int i = 1; i < 40; i++) {
      text.append("pipeline p%d {\n".formatted(i))
          .append("  include p%d\n".formatted(i - 1).repeat(10))
          .append("}\n");
    }
    assertThat(RandomPipelines.bind(text.toString()).diagnostics())
        .extracting(Diagnostic::code)
        .containsOnly(PipelineMistake.TOO_LONG.code());
  }

  private static void plan(long seed) {
    Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
    requireSame(sample, pipeline(sample, seed), seed);
  }

  private static void compile(long seed) {
    Sample sample = RandomGraphs.sample(seed, Profile.COMPILABLE);
    TargetedPipeline pipeline = pipeline(sample, seed);
    int lanes = LANES[(int) (seed & 1)];
    Settings settings =
        new Settings(
            "whittle.generated",
            pipeline::forTarget,
            List.of(lanes),
            List.of(1),
            1,
            PassContext.UNLIMITED,
            (pass, graph) -> {});
    Optional<CompiledNetwork> compiled =
        unlessUnavailable(
            () -> NetworkCompiler.compile(sample.graph(), sample.weights(), settings));
    if (compiled.isPresent()) {
      Map<String, Tensor> inputs = sample.inputs(1);
      Evaluation expected = ReferenceEvaluator.trace(sample.graph(), sample.weights(), inputs);
      try (Model model =
          compiled.get().load(Options.standard().withLanes(lanes).withThreads(1).poisoned())) {
        assertThat(Agreement.of(expected, model.run(inputs)).error())
            .isLessThanOrEqualTo(TOLERANCE);
      }
    }
  }

  private static TargetedPipeline pipeline(Sample sample, long seed) {
    String text = new RandomPipelines(seed, sample.graph()).file();
    assertThat(Cnn.format("P.pipeline", text).text()).isPresent();
    Bound bound = RandomPipelines.bind(text);
    assertThat(bound.diagnostics()).as(text).isEmpty();
    return bound.pipeline().orElseThrow();
  }

  private static void requireSame(Sample sample, TargetedPipeline pipeline, long seed) {
    Graph source =
        ReferenceEvaluator.trace(sample.graph(), sample.weights(), sample.inputs()).graph();
    Target target = new Target(LANES[(int) (seed & 3)], 1);
    PassContext context =
        PassContext.of(target, new Schedules(), new CompilingExecutor(), sample.weights());
    Optional<Compilation> done =
        unlessUnavailable(() -> new PassManager().run(pipeline.forTarget(target), source, context));
    if (done.isPresent()) {
      Graph graph = Verifier.verify(done.get().graph(), Level.PLANNED);
      Evaluation expected = ReferenceEvaluator.trace(source, sample.weights(), sample.inputs());
      Map<String, Tensor> actual =
          ReferenceEvaluator.evaluate(graph, sample.weights(), sample.inputs());
      assertThat(Agreement.of(expected, actual).error()).isLessThanOrEqualTo(TOLERANCE);
    }
  }

  /** Nothing when no convolution of the network has the kernel that the pipeline pins. */
  private static <T> Optional<T> unlessUnavailable(Supplier<T> compiler) {
    try {
      return Optional.of(compiler.get());
    } catch (PassFailure e) {
      assertThat(e.diagnostic().code()).isEqualTo(PipelineMistake.NO_SUCH_ALGORITHM.code());
      return Optional.empty();
    }
  }
}

package dev.whittle.tests.compiled;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.grammar.Cnn;
import dev.whittle.ir.Graph;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Program;
import dev.whittle.runtime.Step;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.Cases;
import dev.whittle.tests.graphs.RandomGraphs;
import dev.whittle.tests.graphs.RandomGraphs.Profile;
import dev.whittle.tests.graphs.Sample;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

/** Steps that read and write a caller's arrays give the bits they give on copies in the arena. */
class EndsTest {
  private static final int[] LANES = {16, 8, 4, 1};
  private static final int LEAST = 20;

  @Test
  void randomNetworksGiveTheSameBitsAsWithCopies() {
    AtomicInteger read = new AtomicInteger();
    AtomicInteger written = new AtomicInteger();
    Cases.run(
        "networks on a caller's arrays",
        60,
        () -> read.get() >= LEAST && written.get() >= LEAST,
        seed -> {
          SplittableRandom random = new SplittableRandom(37 * seed);
          int lanes = LANES[random.nextInt(LANES.length)];
          int batch = 1 + random.nextInt(3);
          RandomGraphs.check(
              RandomGraphs.sample(seed, Profile.COMPILABLE),
              sample -> {
                Plan plan = check(sample, Settings.of(lanes, batch, 2), batch);
                read.addAndGet(count(plan, Step::reads));
                written.addAndGet(count(plan, Step::writes));
              });
        });
    if (!Cases.isReplay()) {
      assertThat(read.get()).as("steps that read an input").isGreaterThanOrEqualTo(LEAST);
      assertThat(written.get()).as("steps that write an output").isGreaterThanOrEqualTo(LEAST);
    }
  }

  private static Plan check(Sample sample, Settings settings, int batch) {
    Map<String, Tensor> inputs = sample.inputs(batch);
    Map<String, float[]> before = new HashMap<>();
    inputs.forEach((name, tensor) -> before.put(name, tensor.floats().clone()));
    CompiledNetwork compiled = NetworkCompiler.compile(sample.graph(), sample.weights(), settings);
    Plan plan = compiled.file().plans().getFirst();
    ClassLoader classes = new GeneratedClasses(compiled.classes());
    Options options =
        Options.standard().withLanes(settings.lanes().getFirst()).withThreads(2).poisoned();
    try (Model model = Model.load(compiled.file(), classes, options)) {
      Map<String, Tensor> expected =
          new ArenaRun(plan, program(plan, classes)).run(compiled.file().weights(), inputs);
      assertThat(model.run(inputs)).isEqualTo(expected);
      before.forEach(
          (name, values) -> assertThat(inputs.get(name).floats()).as(name).isEqualTo(values));
    }
    return plan;
  }

  private static Program program(Plan plan, ClassLoader classes) {
    try {
      return (Program) classes.loadClass(plan.programClass()).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static int count(Plan plan, ToIntFunction<Step> port) {
    return (int) plan.steps().stream().filter(s -> port.applyAsInt(s) != Step.NONE).count();
  }

  @Test
  void squeezeNetCopiesNeitherThePictureNorTheAnswer() {
    Graph graph = Cnn.check(Path.of("../examples/squeezenet/SqueezeNet.cnn")).graphs().getFirst();
    Plan plan =
        NetworkCompiler.compile(graph, HotMethods.halves(graph), Settings.of(8, 1, 1))
            .file()
            .plans()
            .getFirst();
    assertThat(count(plan, Step::reads)).isEqualTo(1);
    assertThat(count(plan, Step::writes)).isEqualTo(1);
  }
}

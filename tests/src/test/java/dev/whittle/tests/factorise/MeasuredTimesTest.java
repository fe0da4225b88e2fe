package dev.whittle.tests.factorise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.KernelTimes.Entry;
import dev.whittle.passes.times.Pace;
import dev.whittle.passes.times.Timings;
import dev.whittle.passes.times.Work;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** Factorisations go by measured times where these are known, and by predictions elsewhere. */
class MeasuredTimesTest {
  private static final String HERE = "Here-1";
  private static final Map<String, Object> ONE = Map.of("rank", 3);
  private static final Map<String, Object> CHEAPEST =
      Map.of("budget", 1e3, "cost", "time", "keep", "smaller");

  private final RandomLayer layer = layer();

  @Test
  void keepsWhatIsFasterAsMeasured() {
    KernelTimes measured = measured(ONE);
    Approximation slower = run(ONE, times(measured, work -> isWhole(work) ? 1 : 1000));
    assertThat(slower.objection()).isEqualTo("not faster with the best kernels");
    assertThat(slower.before().measured()).hasValue(1);
    assertThat(run(ONE, times(measured, work -> isWhole(work) ? 1_000_000 : 1)).isDone()).isTrue();
  }

  @Test
  void choosesTheRankThatIsCheapestAsMeasured() {
    KernelTimes measured = measured(CHEAPEST);
    for (int rank : List.of(2, 5, 11)) {
      Timings times = times(measured, work -> isWhole(work) ? 100 : isOf(work, rank) ? 1 : 90);
      assertThat(run(CHEAPEST, times).setting()).isEqualTo("rank: " + rank);
    }
  }

  @Test
  void predictionsCountWhereATimeIsMissing() {
    KernelTimes measured = measured(ONE);
    Approximation predicted = run(ONE, Timings.none());
    for (Predicate<Work> unknown :
        List.<Predicate<Work>>of(MeasuredTimesTest::isWhole, work -> isOf(work, 3))) {
      KernelTimes some =
          KernelTimes.of(measured.entries().stream().filter(e -> !unknown.test(e.work())).toList());
      for (int whole : List.of(1, 1_000_000)) {
        Approximation made = run(ONE, times(some, work -> isWhole(work) ? whole : 1000));
        assertThat(made.objection()).isEqualTo(predicted.objection());
      }
    }
  }

  private static boolean isWhole(Work work) {
    return work.operands().endsWith("f32[8, 8, 3, 3]");
  }

  private static boolean isOf(Work work, int rank) {
    return work.operands().endsWith("f32[%d, 8, 3, 1]".formatted(rank))
        || work.operands().endsWith("f32[8, %d, 1, 3]".formatted(rank));
  }

  /** All times that the pass asks for. */
  private KernelTimes measured(Map<String, Object> options) {
    Pace once = Pace.rounds(1, Runnable::run);
    Timings timings =
        Timings.measuring(KernelTimes.NONE, HERE, new Timings.Measuring(once, Watcher.NONE, true));
    assertThat(run(options, timings).before().measured()).isPresent();
    return timings.times();
  }

  private static Timings times(KernelTimes measured, ToLongFunction<Work> nanoseconds) {
    return Timings.of(
        KernelTimes.of(
            measured.entries().stream()
                .map(e ->
                    new Entry(e.processor(), e.work(), e.way(), nanoseconds.applyAsLong(e.work())))
                .toList()));
  }

  private Approximation run(Map<String, Object> options, Timings timings) {
    PassContext context =
        new PassContext(
            new Target(8, 1),
            new Schedules(),
            new CompilingExecutor(),
            timings,
            layer.weights(),
            PatchObserver.NONE,
            PassContext.UNLIMITED);
    context.run(Catalogue.SPLIT_SPATIAL, options, layer.graph());
    return context.approximations().getFirst();
  }

  private static RandomLayer layer() {
    SplittableRandom random = new SplittableRandom(1);
    float[] weights = new float[8 * 8 * 9];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    return RandomLayer.of(random, weights, 8, 8, 3, 3);
  }
}

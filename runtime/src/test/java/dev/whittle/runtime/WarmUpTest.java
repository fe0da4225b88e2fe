package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WarmUpTest {
  private static Model load() {
    return Model.load(
        TinyModel.file(1, 8),
        WarmUpTest.class.getClassLoader(),
        Options.standard().withThreads(2).withSessions(1));
  }

  @Test
  void runsEveryPlanUntilNothingGetsFaster() {
    try (Model model = load()) {
      WarmUp warmUp = model.warmUp();
      assertThat(warmUp.isSettled()).isTrue();
      assertThat(warmUp.runs()).isGreaterThan(100);
      assertThat(warmUp.first()).isPositive();
      assertThat(warmUp.last()).isPositive();
      assertThat(warmUp.took()).isBetween(Duration.ofMillis(1500), Duration.ofSeconds(60));
    }
  }

  @Test
  void countsInTheProfileLikeAnyRun() {
    Options options = Options.standard().withThreads(1).profiled();
    try (Model model =
        Model.load(TinyModel.file(1, 8), WarmUpTest.class.getClassLoader(), options)) {
      WarmUp warmUp = model.warmUp(Duration.ofSeconds(1));
      assertThat(model.profiles())
          .hasSize(2)
          .allSatisfy(profile -> assertThat(profile.runs()).isEqualTo(warmUp.runs()));
    }
  }

  @Test
  void stopsWhenTimeIsUp() {
    try (Model model = load()) {
      assertThat(model.warmUp(Duration.ZERO))
          .returns(0, WarmUp::runs)
          .returns(false, WarmUp::isSettled);
      WarmUp warmUp = model.warmUp(Duration.ofMillis(100));
      assertThat(warmUp.isSettled()).isFalse();
      assertThat(warmUp.runs()).isPositive();
      assertThat(warmUp.took()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }
  }

  @Test
  void stopsWhenInterrupted() throws InterruptedException {
    try (Model model = load()) {
      Thread.currentThread().interrupt();
      WarmUp warmUp = model.warmUp(Duration.ofSeconds(50));
      assertThat(Thread.interrupted()).isTrue();
      assertThat(warmUp.isSettled()).isFalse();
    }
  }

  @Test
  void letsOthersRun() throws Exception {
    try (Model model = load();
        ExecutorService other = Executors.newSingleThreadExecutor()) {
      Future<WarmUp> warmUp = other.submit(() -> model.warmUp());
      float[] input = TinyModel.input(9);
      float[] output = new float[27];
      int runs = 0;
      while (!warmUp.isDone()) {
        model.run(input, output);
        assertThat(output).containsExactly(TinyModel.expected(input));
        runs++;
      }
      assertThat(warmUp.get(1, TimeUnit.SECONDS).runs()).isPositive();
      assertThat(runs).isGreaterThan(100);
    }
  }

  @Test
  void failsOnAClosedModel() {
    Model model = load();
    model.close();
    assertThatThrownBy(model::warmUp).hasMessage("Tiny: is closed");
  }

  @Test
  void allocatesNothingForARun() {
    try (Model model = load()) {
      model.warmUp(Duration.ofMillis(500));
      long before = AllocationCounter.bytes();
      WarmUp warmUp = model.warmUp(Duration.ofMillis(500));
      assertThat(AllocationCounter.bytes() - before).isLessThan(64 * warmUp.runs() + 1_000_000);
    }
  }
}

package dev.whittle.tests.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Damaged files are read or refused as documented: no other exception, no exhausted memory, no
 * hang. {@code -Dwhittle.fuzz.minutes=} says how long each reader is tried, {@code
 * -Dwhittle.fuzz.reader=} chooses one, {@code -Dwhittle.seed=} begins where another run did. What
 * fails is left in {@code target/fuzz}.
 */
class ReadersFuzzTest {
  private static final Duration SHORT = Duration.ofMillis(1500);
  private static final long PATIENCE_SECONDS = 20;

  static List<Target> targets() {
    return Targets.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  void readersReadOrRefuse(Target target) throws Exception {
    String chosen = System.getProperty("whittle.fuzz.reader", target.name());
    assumeTrue(chosen.equals(target.name()), () -> "only " + chosen);
    for (byte[] seed : target.seeds()) {
      assertThat(target.isRead(seed)).as("a seed").isTrue();
    }
    Integer minutes = Integer.getInteger("whittle.fuzz.minutes");
    Duration time = minutes == null ? SHORT : Duration.ofMinutes(minutes);
    long seed = Long.getLong("whittle.seed", new Random().nextLong());
    long end = System.nanoTime() + time.toNanos();
    int read = 0;
    int runs = 0;
    ExecutorService worker =
        Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    try {
      for (; System.nanoTime() < end; runs++) {
        byte[] content = new Mutator(target, seed + runs).next();
        read += isRead(worker, target, content, seed + runs) ? 1 : 0;
      }
    } finally {
      worker.shutdownNow();
    }
    System.out.printf(
        "%s: %d damaged files from -Dwhittle.seed=%d, %d of them read%n", target, runs, seed, read);
    assertThat(read).as("read").isBetween(1, runs - 1);
  }

  private static boolean isRead(ExecutorService worker, Target target, byte[] content, long seed)
      throws IOException, InterruptedException {
    try {
      return worker.submit(() -> target.isRead(content)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      Path file = Path.of("target/fuzz", target.name() + "-" + seed);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      return fail(
          "%s with -Dwhittle.seed=%d, kept in %s: %s".formatted(target, seed, file, e),
          e.getCause());
    }
  }
}

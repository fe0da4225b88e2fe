package dev.whittle.tests.squeezenet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.whittle.runtime.Memory;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a running SqueezeNet keeps and what a run allocates. */
class SqueezeNetMemoryTest {
  /** The most that is alive at once without fusion: offsets packed by systems.md, section 3. */
  private static final double LIVE_SET_BOUND = 3.883 * 1024 * 1024;

  /** Floats before the first value, so that values lie on cache lines. */
  private static final long PADDING = 64;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP_SECONDS = 90;
  private static final int QUIET_RUNS = 50;

  @Test
  void arenaStaysWithinTheLiveSetBound() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    float[] input = net.batch(1).floats();
    try (Model model =
        net.compile(List.of(Vectors.lanes()), List.of(1)).load(Options.standard().withThreads(1))) {
      model.run(input, new float[SqueezeNet.CLASSES]);
      Memory memory = model.memory();
      System.out.println("SqueezeNet holds " + memory);
      assertThat(memory.sessions()).isEqualTo(1);
      assertThat((double) memory.arenas()).isLessThanOrEqualTo(1.05 * LIVE_SET_BOUND + PADDING);
    }
  }

  @Test
  void runsAllocateNothingOnceWarm() throws IOException {
    SqueezeNet net = SqueezeNet.load();
    float[] input = net.batch(1).floats();
    float[] output = new float[SqueezeNet.CLASSES];
    try (Workers pair = Workers.of(2);
        Model model =
            net.compile(List.of(Vectors.lanes()), List.of(1))
                .load(Options.standard().withWorkers(pair))) {
      model.run(input, output);
      long[] threads = workingThreads();
      long start = System.nanoTime();
      int runs = 0;
      long allocated;
      do {
        long before = allocatedBytes(threads);
        for (int i = 0; i < QUIET_RUNS; i++) {
          model.run(input, output);
        }
        allocated = allocatedBytes(threads) - before;
        runs += QUIET_RUNS;
      } while (allocated > 0 && System.nanoTime() - start < WARM_UP_SECONDS * 1_000_000_000L);
      System.out.printf("SqueezeNet, warm after %d runs: %d bytes%n", runs, allocated);
      assertThat(threads).as("threads that worked").hasSizeGreaterThanOrEqualTo(2);
      assertThat(allocated).as("bytes allocated by %d runs", QUIET_RUNS).isZero();
    }
  }

  /** This thread and the helpers of every model. */
  private static long[] workingThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t == Thread.currentThread() || t.getName().startsWith("whittle-worker"))
        .mapToLong(Thread::threadId)
        .toArray();
  }

  /** What the threads have allocated so far; asking allocates nothing. */
  private static long allocatedBytes(long[] threads) {
    long bytes = 0;
    for (long thread : threads) {
      bytes += THREADS.getThreadAllocatedBytes(thread);
    }
    return bytes;
  }
}

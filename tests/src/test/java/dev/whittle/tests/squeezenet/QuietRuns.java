package dev.whittle.tests.squeezenet;

import com.sun.management.ThreadMXBean;
import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.runtime.Vectors;
import dev.whittle.runtime.Workers;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * Runs SqueezeNet on two threads until some runs in a row allocate nothing, and prints what the
 * last ones did. Started in a JVM of its own.
 */
final class QuietRuns {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long WARM_UP_NANOS = 90_000_000_000L;
  private static final int QUIET_RUNS = 50;

  private QuietRuns() {}

  public static void main(String[] args) throws IOException {
    SqueezeNet net = SqueezeNet.load();
    float[] input = net.batch(1).floats();
    float[] output = new float[SqueezeNet.CLASSES];
    try (Workers pair = Workers.of(2);
        Model model =
            net.compile(List.of(Vectors.lanes()), List.of(1))
                .load(Options.standard().withWorkers(pair))) {
      model.run(input, output);
      long[] threads = workingThreads();
      long end = System.nanoTime() + WARM_UP_NANOS;
      int runs = 0;
      long allocated;
      do {
        long before = allocatedBytes(threads);
        for (int i = 0; i < QUIET_RUNS; i++) {
          model.run(input, output);
        }
        allocated = allocatedBytes(threads) - before;
        runs += QUIET_RUNS;
      } while (allocated > 0 && System.nanoTime() < end);
      System.out.printf("warm after %d runs%n", runs);
      System.out.printf(
          "%d threads allocated %d bytes in %d runs%n", threads.length, allocated, QUIET_RUNS);
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

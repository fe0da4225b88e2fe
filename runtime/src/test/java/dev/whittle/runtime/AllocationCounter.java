package dev.whittle.runtime;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Counts the bytes that the calling thread and the pool's helper threads allocate. */
final class AllocationCounter {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private AllocationCounter() {}

  /** Bytes allocated so far by this thread and by every helper thread alive. */
  static long bytes() {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("whittle-worker-")) {
        bytes += Math.max(0, THREADS.getThreadAllocatedBytes(thread.threadId()));
      }
    }
    return bytes;
  }
}

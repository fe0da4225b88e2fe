package dev.whittle.examples.imageservice.load;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends requests at fixed times. What a request waits because the service or this program is late
 * counts as its latency.
 */
record OpenLoop(int requestsPerSecond) implements Load {
  @Override
  public void run(Requests requests, Result result, Duration time) {
    long start = System.nanoTime();
    long count = time.toSeconds() * requestsPerSecond;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long due = start + i * (1_000_000_000L / requestsPerSecond);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        int index = i;
        threads.execute(() -> requests.send(index, due, result));
      }
    }
  }
}

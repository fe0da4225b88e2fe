package dev.whittle.examples.imageservice.load;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Clients that each send the next request when they have the answer to the last. */
record ClosedLoop(int clients) implements Load {
  @Override
  public void run(Requests requests, Result result, Duration time) {
    long end = System.nanoTime() + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < clients; client++) {
        int first = client;
        threads.execute(() -> {
          for (int i = first; System.nanoTime() < end; i += clients) {
            requests.send(i, System.nanoTime(), result);
          }
        });
      }
    }
  }
}

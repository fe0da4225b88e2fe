package dev.whittle.examples.imageservice.load;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * Puts a running service under load and compares every answer with the command line's.
 *
 * <pre>
 * whittle run NET PICTURES --json > expected.json
 * LoadTest URL PICTURES expected.json [SECONDS]
 * </pre>
 *
 * <p>First 50 requests a second whether or not the service keeps up, then 8 clients that send their
 * next request when they have the answer. The exit code is 1 when a request failed or an answer
 * differs.
 */
public final class LoadTest {
  private static final int RATE = 50;
  private static final int CLIENTS = 8;

  private LoadTest() {}

  /** Runs both loads and prints what came of them. */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 3 || args.length > 4) {
      System.err.println("usage: LoadTest URL PICTURES expected.json [SECONDS]");
      System.exit(2);
    }
    Duration time = Duration.ofSeconds(args.length == 4 ? Long.parseLong(args[3]) : 60);
    Requests requests =
        Requests.of(
            URI.create(args[0]),
            Path.of(args[1]),
            Json.parse(Files.readAllBytes(Path.of(args[2]))));
    System.out.printf("%d pictures, %d s each%n", requests.size(), time.toSeconds());
    Result open = run("%d requests a second".formatted(RATE), new OpenLoop(RATE), requests, time);
    Result closed = run("%d clients".formatted(CLIENTS), new ClosedLoop(CLIENTS), requests, time);
    System.exit(open.failures() + closed.failures() == 0 ? 0 : 1);
  }

  private static Result run(String name, Load load, Requests requests, Duration time)
      throws IOException, InterruptedException {
    Result result = new Result();
    long start = System.nanoTime();
    try (MemoryWatch memory = MemoryWatch.start(requests)) {
      load.run(requests, result, time);
      double seconds = (System.nanoTime() - start) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%n%s: %d answers, %d errors, %d wrong, %.1f a second; p50 %.1f ms, p99 %.1f ms,"
              + " max %.1f ms%n%s",
          name,
          result.latency().count(),
          result.errors(),
          result.wrong(),
          result.latency().count() / seconds,
          result.latency().quantile(0.5) / 1e3,
          result.latency().quantile(0.99) / 1e3,
          result.latency().max() / 1e3,
          memory.table());
      result.firstFailure().ifPresent(failure -> System.out.println("first failure: " + failure));
    }
    return result;
  }
}

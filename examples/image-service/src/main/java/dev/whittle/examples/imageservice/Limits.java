package dev.whittle.examples.imageservice;

import java.time.Duration;

/**
 * What the service takes on. At most {@code (running + waiting) * bodyBytes} bytes of pictures are
 * in memory.
 *
 * @param bodyBytes the largest picture file
 * @param running pictures classified at once
 * @param waiting requests that may wait for their turn; further ones are turned away
 * @param drain how long a shutdown waits for requests in progress
 */
public record Limits(int bodyBytes, int running, int waiting, Duration drain) {
  /** 8 MiB, as many at once as processors, 64 waiting, 10 seconds. */
  public static Limits standard() {
    int processors = Runtime.getRuntime().availableProcessors();
    return new Limits(8 << 20, processors, 64, Duration.ofSeconds(10));
  }
}

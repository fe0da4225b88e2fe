package dev.whittle.examples.imageservice.load;

import java.time.Duration;

/** A way to send requests. */
sealed interface Load permits OpenLoop, ClosedLoop {
  /** Sends requests for some time and returns when all are answered. */
  void run(Requests requests, Result result, Duration time) throws InterruptedException;
}

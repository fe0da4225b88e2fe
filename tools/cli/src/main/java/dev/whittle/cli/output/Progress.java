package dev.whittle.cli.output;

import java.io.PrintWriter;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bar on a terminal for work that takes a while; writes nothing elsewhere, and nothing within the
 * first half second. Threads may step it at the same time.
 */
public final class Progress implements AutoCloseable {
  private static final long QUIET_NANOS = 500_000_000L;
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final int WIDTH = 30;

  private final PrintWriter err;
  private final boolean isShown;
  private final String title;
  private final long total;
  private final long start = System.nanoTime();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong nextDraw = new AtomicLong(start + QUIET_NANOS);
  private volatile boolean isDrawn;

  public Progress(PrintWriter err, boolean isShown, String title, long total) {
    this.err = err;
    this.isShown = isShown;
    this.title = title;
    this.total = total;
  }

  /** One unit of work is done. */
  public void step() {
    long count = done.incrementAndGet();
    long now = System.nanoTime();
    long due = nextDraw.get();
    if (isShown && now >= due && nextDraw.compareAndSet(due, now + REDRAW_NANOS)) {
      draw(count, now);
    }
  }

  private void draw(long count, long now) {
    isDrawn = true;
    int filled = (int) (WIDTH * count / total);
    double seconds = (now - start) / 1e9;
    double left = seconds * (total - count) / count;
    err.print(
        Units.format(
            "\r%s [%s%s] %d/%d, %.0f/s, %.0f s left \033[K",
            title,
            "=".repeat(filled),
            " ".repeat(WIDTH - filled),
            count,
            total,
            count / seconds,
            left));
    err.flush();
  }

  /** Wipes the bar. */
  @Override
  public void close() {
    if (isDrawn) {
      err.print("\r\033[K");
      err.flush();
    }
  }
}

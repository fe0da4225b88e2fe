package dev.whittle.cli.output;

import java.util.Locale;

/** Numbers as people read them, the same in every locale. */
public final class Units {
  private Units() {}

  /** {@code 812 B}, {@code 24.0 KiB}, {@code 3.88 MiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes / 1024.0;
    return value < 1024 ? format("%.1f KiB", value) : format("%.2f MiB", value / 1024);
  }

  /** Milliseconds with three digits behind the point. */
  public static String milliseconds(double nanoseconds) {
    return format("%.3f", nanoseconds / 1e6);
  }

  /** {@code 950}, {@code 61.6 k}, {@code 1.24 M}, {@code 3.10 G}. */
  public static String count(long count) {
    if (count < 10_000) {
      return Long.toString(count);
    }
    if (count < 1_000_000) {
      return format("%.1f k", count / 1e3);
    }
    return count < 1_000_000_000 ? format("%.2f M", count / 1e6) : format("%.2f G", count / 1e9);
  }

  /** {@code 1 thread}, {@code 2 threads}. */
  public static String plural(long count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  public static String percent(double share) {
    return format("%.1f %%", 100 * share);
  }

  public static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}

package dev.whittle.bench.cold;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program's life so far as {@code name=milliseconds} words, for {@link FreshJvm} to read. */
final class Phases {
  private final StringBuilder words = new StringBuilder();
  private long last = System.nanoTime();

  /** Starts with the time of day, from which the starting program knows how long the JVM took. */
  Phases() {
    words.append("main=").append(System.currentTimeMillis());
  }

  void end(String phase) {
    long now = System.nanoTime();
    words.append(' ').append(phase).append('=').append((now - last) / 1000 / 1000.0);
    last = now;
  }

  /**
   * The answer and the words, on one line; on the next the most memory that was resident, in kB,
   * where Linux tells it.
   */
  void print(int answer) {
    System.out.println("answer=" + answer + " " + words);
    System.out.flush();
    printPeak();
  }

  private static void printPeak() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmHWM:")) {
          System.out.println("peak=" + line.replaceAll("\\D", ""));
        }
      }
    } catch (IOException e) {
      System.out.println("peak=NaN");
    }
  }
}

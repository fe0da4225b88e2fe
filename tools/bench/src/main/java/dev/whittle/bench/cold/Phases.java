package dev.whittle.bench.cold;

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

  /** The answer and the words, on one line. */
  void print(int answer) {
    System.out.println("answer=" + answer + " " + words);
    System.out.flush();
  }
}

package dev.whittle.tests.fuzz;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A reader under test.
 *
 * @param seeds well-formed files
 * @param words what its format has in it, to be put in anywhere
 * @param refusal what it may throw
 * @param repair mends what would hide all other damage, such as a checksum
 */
record Target(
    String name,
    List<byte[]> seeds,
    List<String> words,
    Class<? extends Exception> refusal,
    UnaryOperator<byte[]> repair,
    Reading reading) {
  /** Reads a file's content and all there is in it; false when diagnostics say why not. */
  interface Reading {
    boolean isRead(byte[] content) throws Exception;
  }

  Target {
    seeds = List.copyOf(seeds);
    words = List.copyOf(words);
  }

  static Target of(
      String name, List<byte[]> seeds, Class<? extends Exception> refusal, Reading reading) {
    return new Target(name, seeds, List.of("0"), refusal, UnaryOperator.identity(), reading);
  }

  Target words(String... all) {
    return new Target(name, seeds, List.of(all), refusal, repair, reading);
  }

  Target repairing(UnaryOperator<byte[]> mended) {
    return new Target(name, seeds, words, refusal, mended, reading);
  }

  /** True when the content is read, false when it is refused as documented. */
  boolean isRead(byte[] content) throws Exception {
    try {
      return reading.isRead(content);
    } catch (Exception e) {
      if (refusal.isInstance(e)) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

package dev.whittle.ir.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a user probably meant. */
public final class Suggestion {
  private static final int MAX_LENGTH = 100;

  private Suggestion() {}

  /** {@code did you mean `relu`?} when a candidate is close to {@code written}, else nothing. */
  public static String didYouMean(String written, Collection<String> candidates) {
    return closest(written, candidates).map(c -> "did you mean `" + c + "`?").orElse("");
  }

  /** The candidate fewest edits away, when these are at most a third of the word. */
  public static Optional<String> closest(String written, Collection<String> candidates) {
    if (written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    int most = written.length() < 3 ? 0 : Math.max(1, written.length() / 3);
    return candidates.stream()
        .filter(c -> Math.abs(c.length() - written.length()) <= most)
        .filter(c -> distance(written, c) <= most)
        .min(Comparator.<String>comparingInt(c -> distance(written, c)).thenComparing(c -> c));
  }

  /** Insertions, deletions, substitutions and swaps of neighbours, upper and lower case alike. */
  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        table[i][j] =
            Math.min(Math.min(table[i - 1][j], table[i][j - 1]) + 1, table[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
        }
      }
    }
    return table[a.length()][b.length()];
  }
}

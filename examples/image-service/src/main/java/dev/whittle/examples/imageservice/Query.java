package dev.whittle.examples.imageservice;

/**
 * What a request asks for.
 *
 * @param top how many answers
 */
record Query(int top) {
  private static final int DEFAULT = 5;
  private static final int MOST = 1000;

  /**
   * Reads {@code top=3}.
   *
   * @param text may be null
   * @throws IllegalArgumentException with a message for the client
   */
  static Query parse(String text) {
    if (text == null || text.isEmpty()) {
      return new Query(DEFAULT);
    }
    if (!text.matches("top=\\d{1,4}")) {
      throw new IllegalArgumentException("expected ?top=N, found ?" + text);
    }
    int top = Integer.parseInt(text.substring("top=".length()));
    if (top < 1 || top > MOST) {
      throw new IllegalArgumentException("top is %d, expected 1 to %d".formatted(top, MOST));
    }
    return new Query(top);
  }
}

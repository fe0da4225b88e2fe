package dev.whittle.onnx.message;

/** How much a file may make the reader remember, tensors aside: these stay in the file. */
final class Budget {
  private static final int MOST_ITEMS = 8_000_000;
  private static final long MOST_TEXT = 64L << 20;

  private int items;
  private long text;

  /** Counts one message, name or number. */
  void item(long offset) throws MalformedMessage {
    items++;
    if (items > MOST_ITEMS) {
      throw new MalformedMessage(
          offset, "more than %d names, numbers and messages".formatted(MOST_ITEMS));
    }
  }

  /** Counts the bytes of a text. */
  void text(long offset, long bytes) throws MalformedMessage {
    text += bytes;
    if (text > MOST_TEXT) {
      throw new MalformedMessage(offset, "more than %d bytes of names".formatted(MOST_TEXT));
    }
  }
}

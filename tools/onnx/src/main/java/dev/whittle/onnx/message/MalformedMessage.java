package dev.whittle.onnx.message;

/** Bytes that are no ONNX model: what was expected and found, and where in the file. */
public final class MalformedMessage extends Exception {
  private static final long serialVersionUID = 1L;

  private final long offset;

  MalformedMessage(long offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Bytes from the start of the file. */
  public long offset() {
    return offset;
  }
}

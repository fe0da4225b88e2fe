package dev.whittle.runtime.json;

/** Text that is not JSON, or not the JSON that was expected. */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An error at a place named in the message. */
  public JsonException(String message) {
    super(message);
  }
}

package dev.whittle.onnx.translate;

import dev.whittle.onnx.OnnxMistake;

/** Why a node cannot be translated, and what to do about it. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final OnnxMistake mistake;
  private final String hint;

  Refusal(String why, String hint) {
    this(OnnxMistake.UNSUPPORTED_USE, why, hint);
  }

  Refusal(OnnxMistake mistake, String why, String hint) {
    super(why);
    this.mistake = mistake;
    this.hint = hint;
  }

  OnnxMistake mistake() {
    return mistake;
  }

  String hint() {
    return hint;
  }
}

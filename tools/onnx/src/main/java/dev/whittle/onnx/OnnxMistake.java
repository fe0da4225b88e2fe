package dev.whittle.onnx;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Span;

/**
 * The catalogue of what can be wrong with a model file. Codes are stable: a code that is no longer
 * reported is never given to something else.
 */
public enum OnnxMistake {
  UNREADABLE("WO101", "The model file cannot be read."),
  TOO_LARGE("WO102", "The model file is larger than protocol buffers may be."),
  MALFORMED("WO103", "The file is no ONNX model, or is damaged."),
  OPERATOR_SET("WO104", "The model is written for a version of ONNX that is not read."),
  BAD_TENSOR("WO105", "A tensor's elements cannot be had, or are of a type that is not read."),

  UNKNOWN_OPERATOR("WO201", "There is no translation of an operator."),
  UNSUPPORTED_USE("WO202", "An operator is used in a way that cannot be translated."),
  BAD_GRAPH("WO203", "A node reads a value that nothing before it makes, or makes one again."),
  BAD_SHAPE("WO204", "An operator cannot take operands of these shapes."),

  OPEN_SIZE("WO301", "A size other than the batch is not a number."),
  BAD_PORT("WO302", "An input or output is of a type that networks do not have."),
  WRONG_SHAPE("WO303", "A shape that was given does not fit the model's inputs."),
  BAD_SETTING("WO304", "What is said beside a model is unknown or does not fit it."),
  WRONG_VALUE("WO305", "A value that was given does not fit the model's inputs.");

  private final String code;
  private final String meaning;

  OnnxMistake(String code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The stable code, for example {@code WO201}. */
  public String code() {
    return code;
  }

  /** What it means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** The mistake in a file as a whole. */
  public Diagnostic error(String file, String message, String hint) {
    return Diagnostic.error(new Span(file, 0, 0, 0, 0), code, message, hint);
  }
}

package dev.whittle.ir;

import java.util.Optional;

/**
 * The catalogue of what a user can do wrong in a network, its weights or a pipeline. Codes are
 * stable: a code that is no longer reported is never given to something else.
 *
 * <p>1xx reading the text, 2xx names, 3xx calls and values, 4xx tensors and their shapes, 5xx
 * arithmetic and limits, 6xx networks, their inputs and outputs, 7xx printed graphs, 8xx weights,
 * 9xx pipelines.
 */
public enum Mistake {
  UNEXPECTED_TOKEN("WN101", "The text does not continue as the language allows."),
  NOT_CLOSED("WN102", "A bracket or brace is never closed."),
  OPEN_TEXT("WN103", "A string or comment has no end."),
  UNKNOWN_CHARACTER("WN104", "A character that does not belong to the language."),
  BAD_LITERAL("WN105", "A number or an escape in a string cannot be read."),
  TOO_DEEP("WN106", "Brackets or operators are nested too deeply."),
  BAD_FILE("WN107", "The source file cannot be read: missing, too large or not UTF-8."),
  MISPLACED_STATEMENT("WN108", "A statement stands where it has no meaning."),
  UNUSED_RESULT("WN109", "The value of an expression is thrown away."),
  BAD_TARGET("WN110", "The left side of `=` is not a name."),

  UNKNOWN_NAME("WN201", "No variable has this name here."),
  UNKNOWN_FUNCTION("WN202", "No operator, block or function has this name."),
  DEFINED_TWICE("WN203", "A name is defined twice."),
  IMPORT_NOT_FOUND("WN204", "An imported file cannot be read."),
  IMPORT_CYCLE("WN205", "Files import each other in a circle."),
  IMPORT_LACKS_NAME("WN206", "An imported file does not define the name asked for."),
  NO_SUCH_NETWORK("WN207", "The network asked for is not in the file, or the choice is open."),
  WEIGHTS_NAME_TAKEN("WN208", "Two layers would share weights by accident."),
  UNKNOWN_ANNOTATION("WN209", "No annotation has this name."),
  UNUSED_VARIABLE("WN210", "A variable is never used."),

  MISSING_ARGUMENT("WN301", "A call lacks an argument."),
  TOO_MANY_ARGUMENTS("WN302", "A call has more arguments than the function takes."),
  UNKNOWN_ARGUMENT("WN303", "A function has no parameter of this name."),
  ARGUMENT_TWICE("WN304", "An argument is given twice."),
  WRONG_KIND("WN305", "A value is of another kind than expected."),
  BAD_VALUE("WN306", "A value is not one of those allowed."),
  RESULT_COUNT("WN307", "The number of results differs from the number of names."),
  POSITIONAL_AFTER_NAMED("WN308", "A positional argument follows a named one."),
  BAD_OPERANDS("WN309", "An operator cannot take its operands."),
  NO_RETURN("WN310", "A block ends without returning a value."),
  BAD_INDEX("WN311", "An index lies outside the list."),
  UNKNOWN_KIND("WN312", "A parameter's kind does not exist."),

  BAD_SHAPE("WN401", "An operator cannot take operands of these shapes."),
  SHARED_WEIGHTS_DIFFER("WN402", "Shared weights are asked for in two shapes."),
  ABSURD_SHAPE("WN403", "A tensor would have more elements than an array can hold."),
  BAD_TYPE("WN404", "A tensor type cannot be read."),
  BAD_DIMENSION("WN405", "A size is not a positive number."),
  SYMBOLIC_SIZE("WN406", "A number is needed where the size is a symbol."),
  NO_SAME_PADS("WN407", "`\"same\"` cannot be worked out for this operand."),

  DIVISION_BY_ZERO("WN501", "A number is divided by zero."),
  OVERFLOW("WN502", "A number leaves its range."),
  LONG_LOOP("WN503", "A loop or list is too long."),
  ENDLESS_BLOCK("WN504", "Blocks call each other too deeply."),
  TOO_LARGE("WN505", "The network has too many nodes or takes too many steps."),

  NO_INPUT("WN601", "A network has no input."),
  NO_OUTPUT("WN602", "A network has no output."),
  BAD_PICTURE("WN603", "Picture settings do not fit the input."),
  LABEL_COUNT("WN604", "There are more or fewer labels than classes."),
  NO_LABELS("WN605", "The label file cannot be read."),
  BAD_ANNOTATION("WN606", "An annotation stands where it has no meaning."),

  BAD_CONSTANT("WN701", "A constant's values are missing or not those of its digest."),
  BAD_LAYOUT("WN702", "A layout cannot be read."),
  BAD_LOWERING("WN703", "A lowering annotation does not fit its operator."),

  NO_WEIGHTS("WN801", "The weights file cannot be read."),
  BROKEN_WEIGHTS("WN802", "The weights file is truncated or malformed."),
  MISSING_TENSOR("WN803", "The weights file lacks a tensor of the network."),
  TENSOR_SHAPE("WN804", "A tensor in the weights file has another shape."),
  TENSOR_TYPE("WN805", "A tensor in the weights file has another element type."),
  NOT_FINITE("WN806", "A tensor in the weights file holds NaN or infinity."),
  SPARE_TENSOR("WN807", "The weights file holds tensors the network does not use."),

  INCLUDE_CYCLE("WN901", "Pipelines include each other in a circle."),
  UNKNOWN_TARGET("WN902", "A target is none of those that code is generated for."),
  BAD_STEP("WN903", "A step stands where it has no meaning.");

  private final String code;
  private final String meaning;

  Mistake(String code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The stable code, for example {@code WN201}. */
  public String code() {
    return code;
  }

  /** What it means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  public Diagnostic error(Span span, String message, String hint) {
    return Diagnostic.error(span, code, message, hint);
  }

  public Diagnostic warning(Span span, String message, String hint) {
    return Diagnostic.warning(span, code, message, hint);
  }

  /** The mistake with the code {@code code}. */
  public static Optional<Mistake> find(String code) {
    for (Mistake mistake : values()) {
      if (mistake.code.equals(code)) {
        return Optional.of(mistake);
      }
    }
    return Optional.empty();
  }
}

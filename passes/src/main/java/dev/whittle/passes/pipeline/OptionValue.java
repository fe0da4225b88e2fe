package dev.whittle.passes.pipeline;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.select.LayerSelector;
import java.util.List;
import java.util.Optional;

/** Reads what a pipeline gives for an option as what the pass takes. */
final class OptionValue {
  private OptionValue() {}

  /** The value, of the option's Java type; nothing when it is wrong. */
  static Optional<Object> of(
      PassOption option, PipelineSpec.Option given, List<Diagnostic> problems) {
    Object value = given.value();
    Optional<Object> read =
        switch (option.type()) {
          case INTEGER ->
              value instanceof Long number && (int) (long) number == number
                  ? Optional.of((int) (long) number)
                  : Optional.empty();
          case NUMBER ->
              value instanceof Long || value instanceof Double
                  ? Optional.of(((Number) value).doubleValue())
                  : Optional.empty();
          case TRUTH, TEXT, LIST ->
              option.type().accepts(value) ? Optional.of(value) : Optional.empty();
          case LAYERS ->
              value instanceof String text
                  ? LayerSelector.parse(text, given.valueSpan(), problems).map(s -> s)
                  : Optional.empty();
        };
    read = read.filter(option.domain().values());
    if (read.isEmpty() && problems.isEmpty()) {
      problems.add(
          PipelineMistake.BAD_OPTION.error(
              given.valueSpan(),
              "`%s` must be %s, is %s"
                  .formatted(option.name(), option.domain().text(), wording(value)),
              ""));
    }
    return read;
  }

  private static String wording(Object value) {
    return switch (value) {
      case Long number -> "the int " + number;
      case Double number -> "the float " + number;
      case Boolean truth -> "the bool " + truth;
      case String text -> "the string \"" + text + "\"";
      case List<?> list -> "a list of " + list.size();
      default -> throw new IllegalArgumentException(value.getClass().toString());
    };
  }
}

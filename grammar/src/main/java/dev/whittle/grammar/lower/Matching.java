package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Argument;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which argument of a call goes to which parameter. It looks at names and positions alone,
 * so calls can be checked before anything is evaluated.
 */
final class Matching {
  private final Signature signature;
  private final Map<String, List<Expression>> given = new LinkedHashMap<>();
  private boolean isComplete = true;

  private Matching(Signature signature) {
    this.signature = signature;
  }

  /**
   * Matches the arguments of a call, and reports those that fit nowhere.
   *
   * @param piped the value passed by {@code |>}, or null
   */
  static Matching of(
      Signature signature,
      Identifier function,
      Expression piped,
      List<Argument> arguments,
      Problems problems) {
    Matching matching = new Matching(signature);
    List<Expression> positional = new ArrayList<>();
    if (piped != null) {
      positional.add(piped);
    }
    boolean isNamed = false;
    for (Argument argument : arguments) {
      if (argument.name().isEmpty()) {
        if (isNamed) {
          problems.error(
              Mistake.POSITIONAL_AFTER_NAMED,
              argument.span(),
              "a positional argument follows a named one",
              "name it too, or move it forward: " + signature.text());
          matching.isComplete = false;
        } else {
          positional.add(argument.value());
        }
      } else {
        isNamed = true;
        matching.named(argument, problems);
      }
    }
    matching.positional(positional, problems);
    matching.missing(function.span(), problems);
    return matching;
  }

  /** False when a mistake was reported. */
  boolean isComplete() {
    return isComplete;
  }

  /** The expressions given for a parameter: one, none, or several for a variadic one. */
  List<Expression> of(String parameter) {
    return given.getOrDefault(parameter, List.of());
  }

  private void named(Argument argument, Problems problems) {
    Identifier name = argument.name().orElseThrow();
    var param = signature.find(name.text());
    if (param.isEmpty()) {
      String near = Suggestion.didYouMean(name.text(), signature.names());
      problems.error(
          Mistake.UNKNOWN_ARGUMENT,
          name.span(),
          "`%s` has no parameter `%s`".formatted(signature.name(), name.text()),
          near.isEmpty() ? signature.text() : near);
      isComplete = false;
    } else if (given.putIfAbsent(param.get().name(), List.of(argument.value())) != null) {
      twice(param.get().name(), argument.span(), problems);
    }
  }

  private void positional(List<Expression> values, Problems problems) {
    if (signature.variadic()) {
      if (!values.isEmpty()) {
        String first = signature.params().getFirst().name();
        if (given.putIfAbsent(first, values) != null) {
          twice(first, values.getFirst().span(), problems);
        }
      }
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      if (i >= signature.params().size()) {
        problems.error(
            Mistake.TOO_MANY_ARGUMENTS,
            values.get(i).span(),
            "`%s` takes at most %d argument%s, got %d"
                .formatted(
                    signature.name(),
                    signature.params().size(),
                    signature.params().size() == 1 ? "" : "s",
                    values.size()),
            signature.text());
        isComplete = false;
        return;
      }
      String name = signature.params().get(i).name();
      if (given.putIfAbsent(name, List.of(values.get(i))) != null) {
        twice(name, values.get(i).span(), problems);
      }
    }
  }

  private void twice(String name, Span span, Problems problems) {
    problems.error(
        Mistake.ARGUMENT_TWICE,
        span,
        "`%s` is given twice to `%s`".formatted(name, signature.name()),
        signature.text());
    isComplete = false;
  }

  private void missing(Span span, Problems problems) {
    List<String> missing =
        signature.params().stream()
            .filter(p -> !p.isOptional() && !given.containsKey(p.name()))
            .map(p -> "`" + p.name() + "`")
            .toList();
    if (!missing.isEmpty() && isComplete) {
      problems.error(
          Mistake.MISSING_ARGUMENT,
          span,
          "`%s` needs %s".formatted(signature.name(), String.join(" and ", missing)),
          signature.text());
    }
    isComplete &= missing.isEmpty();
  }
}

package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.SourceFile;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.parse.SourceText;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a user sets the constants of a file to, in place of what stands there. */
final class Settings {
  private final Problems problems;
  private final Map<String, Declaration.Constant> constants = new HashMap<>();

  private Settings(Problems problems) {
    this.problems = problems;
  }

  /** Reads the expressions {@code texts}, by the constant's name. */
  static Settings of(Map<String, String> texts, Problems problems) {
    Settings settings = new Settings(problems);
    texts.forEach(settings::read);
    return settings;
  }

  private void read(String name, String text) {
    String place = "the setting of " + name;
    SourceFile file = SourceText.read(place, name + " = " + text, problems);
    if (!problems.hasUnreadable(place)) {
      if (file.imports().isEmpty()
          && file.declarations().size() == 1
          && file.declarations().getFirst() instanceof Declaration.Constant constant
          && constant.name().text().equals(name)) {
        constants.put(name, constant);
      } else {
        problems.error(
            Mistake.BAD_VALUE,
            new Span(place, 1, 1, 1, 1),
            "this is not one value",
            "give a number, a text in quotes, true, false or a list");
      }
    }
  }

  /** {@code constant}, or the one set in its place. */
  Declaration.Constant of(Declaration.Constant constant) {
    return constants.getOrDefault(constant.name().text(), constant);
  }

  /**
   * Reports what is set but no constant.
   *
   * @param declared the constants of {@code file}
   */
  void requireUsed(String file, Set<String> declared) {
    for (String name : constants.keySet()) {
      if (!declared.contains(name)) {
        problems.error(
            Mistake.UNKNOWN_NAME,
            new Span(file, 0, 0, 0, 0),
            "the file has no constant `%s` of its own".formatted(name),
            declared.isEmpty()
                ? "write one, `%s = ...`, and use it".formatted(name)
                : Suggestion.didYouMean(name, declared));
      }
    }
  }
}

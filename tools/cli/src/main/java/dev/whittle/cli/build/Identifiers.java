package dev.whittle.cli.build;

import java.util.HashSet;
import java.util.Set;
import javax.lang.model.SourceVersion;

/** Java names for what a network calls otherwise; different within one set. */
final class Identifiers {
  private final Set<String> taken = new HashSet<>();

  /**
   * @param reserved names that are in use already
   */
  Identifiers(Set<String> reserved) {
    taken.addAll(reserved);
  }

  /** A name like {@code name} that Java takes and that was not given before. */
  String of(String name) {
    StringBuilder text = new StringBuilder();
    name.codePoints()
        .map(
            c -> Character.isJavaIdentifierPart(c) && !Character.isIdentifierIgnorable(c) ? c : '_')
        .forEach(text::appendCodePoint);
    if (text.isEmpty() || !Character.isJavaIdentifierStart(text.codePointAt(0))) {
      text.insert(0, 'x');
    }
    if (SourceVersion.isKeyword(text)) {
      text.append('_');
    }
    String base = text.toString();
    String unique = base;
    for (int i = 2; !taken.add(unique); i++) {
      unique = base + i;
    }
    return unique;
  }
}

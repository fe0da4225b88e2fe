package dev.whittle.grammar.write;

import dev.whittle.ir.text.Spelling;
import java.util.HashSet;
import java.util.Set;

/** The variables of a network or block. */
final class Names {
  private final Set<String> taken = new HashSet<>();

  /** True when no variable has this name yet; it has then. */
  boolean isFree(String name) {
    return taken.add(name);
  }

  /** {@code wanted}, or with a number when a variable has that name. */
  String take(String wanted) {
    String name = wanted;
    for (int i = 2; !taken.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }

  /** True when {@code name} needs no backticks. */
  static boolean isPlain(String name) {
    return Spelling.isWritable(name) && Spelling.identifier(name).equals(name);
  }

  /**
   * A short name.
   *
   * @param name what a graph calls the value
   * @param function what makes it
   */
  static String simple(String name, String function) {
    String last = Paths.last(name).replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
    return isPlain(name) ? name : isPlain(last) ? last : function;
  }
}

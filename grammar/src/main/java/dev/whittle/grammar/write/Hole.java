package dev.whittle.grammar.write;

import java.util.List;

/**
 * A parameter of a block, where the block uses it.
 *
 * @param kind {@code tensor}, {@code int}, {@code float}, {@code bool}, {@code string} or {@code
 *     list}
 * @param factor what an int is multiplied by, else 1
 */
record Hole(String parameter, String kind, int factor) {
  static final String TENSOR = "tensor";

  /** The kind of parameter that can hold {@code value}. */
  static String kindOf(Object value) {
    return switch (value) {
      case Hole hole -> hole.kind();
      case Integer _ -> "int";
      case Float _ -> "float";
      case Boolean _ -> "bool";
      case List<?> _ -> "list";
      case Verbatim(String text) -> "verbatim " + text;
      default -> "string";
    };
  }
}

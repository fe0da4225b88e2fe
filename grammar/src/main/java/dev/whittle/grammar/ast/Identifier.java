package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;

/**
 * A name where it was written.
 *
 * @param quoted written in backticks, which allow any characters
 */
public record Identifier(Span span, String text, boolean quoted) {
  @Override
  public String toString() {
    return text;
  }
}

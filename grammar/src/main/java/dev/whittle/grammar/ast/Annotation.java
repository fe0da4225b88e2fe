package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;
import java.util.List;

/** {@code @picture(crop: 227)} before a statement or network. */
public record Annotation(Span span, Identifier name, List<Argument> arguments) {
  public Annotation {
    arguments = List.copyOf(arguments);
  }
}

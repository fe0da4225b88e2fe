package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;
import java.util.Optional;

/** One argument of a call, positional or {@code name: value}. */
public record Argument(Span span, Optional<Identifier> name, Expression value) {}

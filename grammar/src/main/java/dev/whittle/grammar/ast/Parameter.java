package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;
import java.util.Optional;

/**
 * A block's parameter: {@code expand: int = 64}.
 *
 * @param type the kind's name as written; a tensor when absent
 */
public record Parameter(
    Span span, Identifier name, Optional<Identifier> type, Optional<Expression> defaultValue) {}

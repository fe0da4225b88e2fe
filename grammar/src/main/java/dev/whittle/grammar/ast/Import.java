package dev.whittle.grammar.ast;

import dev.whittle.ir.Span;
import java.util.List;

/**
 * {@code import "blocks.cnn"} or {@code import fire, residual from "blocks.cnn"}.
 *
 * @param names what to take, empty for everything
 * @param pathSpan where the path is written
 */
public record Import(Span span, List<Identifier> names, String path, Span pathSpan) {
  public Import {
    names = List.copyOf(names);
  }
}

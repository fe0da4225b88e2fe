package dev.whittle.grammar.parse;

import dev.whittle.ir.Span;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Spans of tokens and rules of one file. */
final class Places {
  private final String file;

  Places(String file) {
    this.file = file;
  }

  Span of(Token token) {
    return between(token, token);
  }

  Span of(ParserRuleContext context) {
    Token start = context.getStart();
    Token stop = context.getStop();
    return stop == null || stop.getTokenIndex() < start.getTokenIndex()
        ? of(start)
        : between(start, stop);
  }

  Span between(Token first, Token last) {
    int length = last.getType() == Token.EOF ? 0 : codePoints(last.getText());
    return new Span(
        file,
        first.getLine(),
        first.getCharPositionInLine() + 1,
        last.getLine(),
        last.getCharPositionInLine() + 1 + length);
  }

  private static int codePoints(String text) {
    return text.codePointCount(0, text.length());
  }
}

package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnLexer;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/** Finds the {@code ///} lines above a declaration or statement. */
final class Documentation {
  private final CommonTokenStream tokens;

  Documentation(CommonTokenStream tokens) {
    this.tokens = tokens;
  }

  /** The lines without their slashes and one blank, joined; empty when there are none. */
  String above(ParserRuleContext tree) {
    int start = tree.getStart().getTokenIndex();
    List<Token> hidden = start <= 0 ? null : tokens.getHiddenTokensToLeft(start);
    if (hidden == null) {
      return "";
    }
    int codeEndsOn =
        start - hidden.size() > 0 ? tokens.get(start - hidden.size() - 1).getLine() : 0;
    return hidden.stream()
        .filter(t -> t.getType() == CnnLexer.DOCUMENTATION && t.getLine() > codeEndsOn)
        .map(t -> t.getText().substring(3))
        .map(line -> line.startsWith(" ") ? line.substring(1) : line)
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"));
  }
}

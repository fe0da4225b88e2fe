package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnParser;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/**
 * Makes keywords of the words that are names elsewhere: {@code pipeline} where it begins a line
 * before a name or brace, and inside a pipeline {@code include}, {@code target} and {@code guard}
 * where they begin a step.
 */
final class ContextualWords {
  private final List<Token> tokens;
  private int braces;
  private boolean isInPipeline;

  private ContextualWords(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Changes the types of the tokens meant. */
  static void mark(List<Token> all) {
    ContextualWords words =
        new ContextualWords(
            all.stream().filter(t -> t.getChannel() == Token.DEFAULT_CHANNEL).toList());
    for (int i = 0; i < words.tokens.size() - 1; i++) {
      words.mark(i);
    }
  }

  private void mark(int index) {
    Token token = tokens.get(index);
    switch (token.getType()) {
      case CnnParser.LBRACE -> braces++;
      case CnnParser.RBRACE -> {
        braces--;
        isInPipeline &= braces > 0;
      }
      case CnnParser.BLOCK, CnnParser.NETWORK, CnnParser.IMPORT ->
          isInPipeline &= !isFirstOnLine(index);
      case CnnParser.NAME -> {
        if (beginsPipeline(index)) {
          set(token, CnnParser.PIPELINE);
          isInPipeline = true;
          braces = 0;
        } else if (beginsStep(index)) {
          switch (token.getText()) {
            case "include" -> set(token, CnnParser.INCLUDE);
            case "target" -> set(token, CnnParser.TARGET);
            case "guard" -> set(token, CnnParser.GUARD);
            default -> {}
          }
        }
      }
      default -> {}
    }
  }

  private boolean beginsPipeline(int index) {
    Token token = tokens.get(index);
    Token next = tokens.get(index + 1);
    boolean isBehindBrace = index > 0 && tokens.get(index - 1).getType() == CnnParser.RBRACE;
    return token.getText().equals("pipeline")
        && (isFirstOnLine(index) || isBehindBrace)
        && (next.getType() == CnnParser.NAME || next.getType() == CnnParser.LBRACE)
        && next.getLine() == token.getLine();
  }

  private boolean beginsStep(int index) {
    return isInPipeline
        && (isFirstOnLine(index) || tokens.get(index - 1).getType() == CnnParser.LBRACE)
        && switch (tokens.get(index + 1).getType()) {
          case CnnParser.MINUS, CnnParser.COLON -> false;
          default -> true;
        };
  }

  private boolean isFirstOnLine(int index) {
    return index == 0 || tokens.get(index - 1).getLine() < tokens.get(index).getLine();
  }

  private static void set(Token token, int type) {
    ((CommonToken) token).setType(type);
  }
}

package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnParser;
import java.util.List;
import java.util.Optional;
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
  private int brackets;
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
      case CnnParser.LPAREN, CnnParser.LBRACKET -> brackets++;
      case CnnParser.RPAREN, CnnParser.RBRACKET -> brackets = Math.max(0, brackets - 1);
      case CnnParser.BLOCK, CnnParser.NETWORK, CnnParser.IMPORT ->
          isInPipeline &= !isFirstOnLine(index);
      case CnnParser.NAME -> {
        if (beginsPipeline(index)) {
          set(token, CnnParser.PIPELINE);
          isInPipeline = true;
          braces = 0;
          brackets = 0;
        } else if (isInPipeline && isFirst(index)) {
          step(token.getText(), tokens.get(index + 1).getType())
              .ifPresent(type -> set(token, type));
        }
      }
      default -> {}
    }
  }

  private boolean beginsPipeline(int index) {
    Token token = tokens.get(index);
    boolean isBehindBrace = index > 0 && tokens.get(index - 1).getType() == CnnParser.RBRACE;
    return token.getText().equals("pipeline")
        && (isFirstOnLine(index) || isBehindBrace)
        && isHeader(index + 1, token.getLine());
  }

  /** True for a name behind {@code pipeline}, or the brace where it is missing. */
  private boolean isHeader(int index, int line) {
    Token name = tokens.get(index);
    if (name.getType() != CnnParser.NAME || name.getLine() == line) {
      return name.getType() == CnnParser.NAME || name.getType() == CnnParser.LBRACE;
    }
    int behind = index + 1 < tokens.size() ? tokens.get(index + 1).getType() : Token.EOF;
    return behind == CnnParser.LBRACE || behind == CnnParser.MINUS;
  }

  /** The keyword that {@code word} is before a token of type {@code next}, if any. */
  private Optional<Integer> step(String word, int next) {
    boolean isLikely = brackets == 0 && next != CnnParser.MINUS && next != CnnParser.COLON;
    boolean isName = next == CnnParser.NAME;
    if (word.equals("include") && (isLikely || isName)) {
      return Optional.of(CnnParser.INCLUDE);
    }
    if (word.equals("target") && (isLikely || isName || next == CnnParser.INT)) {
      return Optional.of(CnnParser.TARGET);
    }
    return word.equals("guard") && (isLikely || next == CnnParser.LPAREN)
        ? Optional.of(CnnParser.GUARD)
        : Optional.empty();
  }

  private boolean isFirst(int index) {
    return isFirstOnLine(index) || tokens.get(index - 1).getType() == CnnParser.LBRACE;
  }

  private boolean isFirstOnLine(int index) {
    return index == 0 || tokens.get(index - 1).getLine() < tokens.get(index).getLine();
  }

  private static void set(Token token, int type) {
    ((CommonToken) token).setType(type);
  }
}

package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnLexer;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Refuses texts nested so deeply that reading them would exhaust the stack. It looks at tokens
 * alone, before the parser runs.
 */
final class Nesting {
  /** The most brackets, prefix operators and conditionals that may be open at once. */
  static final int LIMIT = 64;

  private Nesting() {}

  static boolean isReadable(String file, List<Token> tokens, Problems problems) {
    Deque<Integer> conditionals = new ArrayDeque<>(List.of(0));
    int depth = 0;
    int prefixes = 0;
    for (Token token : tokens) {
      switch (token.getType()) {
        case CnnLexer.LPAREN, CnnLexer.LBRACKET, CnnLexer.LBRACE -> {
          conditionals.push(0);
          depth++;
        }
        case CnnLexer.RPAREN, CnnLexer.RBRACKET, CnnLexer.RBRACE -> {
          if (conditionals.size() > 1) {
            depth -= 1 + conditionals.pop();
          }
        }
        case CnnLexer.THEN -> {
          conditionals.push(conditionals.pop() + 1);
          depth++;
        }
        case CnnLexer.ASSIGN, CnnLexer.COMMA, CnnLexer.RETURN -> depth -= swapForZero(conditionals);
        default -> {}
      }
      boolean isPrefix =
          switch (token.getType()) {
            case CnnLexer.NOT, CnnLexer.MINUS, CnnLexer.PLUS -> true;
            default -> false;
          };
      prefixes = isPrefix ? prefixes + 1 : 0;
      if (depth + prefixes > LIMIT) {
        problems.error(
            Mistake.TOO_DEEP,
            new Places(file).of(token),
            "more than %d brackets or operators are open here".formatted(LIMIT),
            "give parts names of their own");
        return false;
      }
    }
    return true;
  }

  private static int swapForZero(Deque<Integer> conditionals) {
    int open = conditionals.pop();
    conditionals.push(0);
    return open;
  }
}

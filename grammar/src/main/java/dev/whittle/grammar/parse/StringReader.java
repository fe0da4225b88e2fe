package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnLexer;
import dev.whittle.grammar.antlr.CnnParser;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Expression.Text.Piece;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/** Resolves escapes and reads the expressions between the braces of a string. */
final class StringReader {
  private final String file;
  private final Problems problems;

  StringReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  Expression.Text read(Token token) {
    Places places = new Places(file);
    String quoted = token.getText();
    String content = quoted.substring(1, quoted.length() - 1);
    List<Piece> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (int i = 0; i < content.length(); i++) {
      char character = content.charAt(i);
      if (character == '\\') {
        i = escape(token, content, i + 1, literal);
      } else if (character == '{') {
        int end = content.indexOf('}', i);
        if (end < 0) {
          problems.error(
              Mistake.BAD_LITERAL,
              at(token, content, i, i + 1),
              "`{` begins an expression that is not closed",
              "a brace that means itself is written `\\{`");
          break;
        }
        if (!literal.isEmpty()) {
          pieces.add(new Piece.Literal(literal.toString()));
          literal.setLength(0);
        }
        pieces.add(new Piece.Inserted(expression(token, content, i + 1, end)));
        i = end;
      } else {
        literal.append(character);
      }
    }
    if (!literal.isEmpty() || pieces.isEmpty()) {
      pieces.add(new Piece.Literal(literal.toString()));
    }
    return new Expression.Text(places.of(token), pieces);
  }

  private int escape(Token token, String content, int at, StringBuilder literal) {
    char character = content.charAt(at);
    switch (character) {
      case 'n' -> literal.append('\n');
      case 't' -> literal.append('\t');
      case 'r' -> literal.append('\r');
      case '"', '\\', '{', '}' -> literal.append(character);
      case 'u' -> {
        if (content.length() >= at + 5
            && content.substring(at + 1, at + 5).matches("[0-9a-fA-F]+")) {
          literal.append((char) Integer.parseInt(content.substring(at + 1, at + 5), 16));
          return at + 4;
        }
        badEscape(token, content, at);
      }
      default -> badEscape(token, content, at);
    }
    return at;
  }

  private void badEscape(Token token, String content, int at) {
    problems.error(
        Mistake.BAD_LITERAL,
        at(token, content, at - 1, at + 1),
        "`\\%c` is not an escape".formatted(content.charAt(at)),
        "there are \\\" \\\\ \\{ \\} \\n \\r \\t and \\u0041");
  }

  private Expression expression(Token token, String content, int from, int to) {
    Span span = at(token, content, from, to);
    CnnLexer lexer = new CnnLexer(CharStreams.fromString(content.substring(from, to), file));
    lexer.getInterpreter().setLine(span.line());
    lexer.getInterpreter().setCharPositionInLine(span.column() - 1);
    CommonTokenStream tokens = SourceText.tokens(lexer);
    if (!Nesting.isReadable(file, tokens.getTokens(), problems)) {
      return new Expression.Broken(span);
    }
    CnnParser.InsertedContext tree;
    try {
      tree = SourceText.parser(file, tokens, problems).inserted();
    } catch (RecognitionException e) {
      return new Expression.Broken(span);
    }
    return new ExpressionReader(file, problems).read(tree.expression());
  }

  private Span at(Token token, String content, int from, int to) {
    int column = token.getCharPositionInLine() + 2;
    return new Span(
        file,
        token.getLine(),
        column + content.codePointCount(0, from),
        token.getLine(),
        column + content.codePointCount(0, to));
  }
}

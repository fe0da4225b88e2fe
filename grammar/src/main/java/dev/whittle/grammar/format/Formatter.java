package dev.whittle.grammar.format;

import dev.whittle.grammar.antlr.CnnLexer;
import dev.whittle.grammar.antlr.CnnParser;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.parse.SourceText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;

/**
 * Lays a source out anew: spaces, indentation and blank lines, never the tokens or comments.
 *
 * <p>Each statement has a line of its own. Where the author broke a line inside brackets or before
 * {@code |>}, it stays broken; when one stage of a pipe stands on a line of its own, or the
 * statement is longer than {@value #WIDTH} characters, all do.
 */
public final class Formatter {
  private static final int WIDTH = 100;

  private final List<Token> tokens;
  private final Marks marks;
  private final Set<Integer> brokenPipes = new HashSet<>();
  private final Set<Integer> blankBefore = new HashSet<>();
  private final StringBuilder text = new StringBuilder();
  private final Deque<Integer> brackets = new ArrayDeque<>();
  private int depth;
  private int lineIndent;
  private int[] lineOf = new int[0];

  private Formatter(List<Token> tokens, Marks marks) {
    this.tokens = tokens;
    this.marks = marks;
    for (List<Token> pipe : marks.pipes) {
      if (pipe.stream().anyMatch(p -> isFirstOnLine(p.getTokenIndex()))) {
        breakPipe(pipe);
      }
    }
    marks.declarations.forEach(d -> blankBefore.add(firstOfGroup(d)));
  }

  /**
   * The text laid out, or nothing when it cannot be read; the reasons go to {@code problems}.
   *
   * @param file how diagnostics call the text
   */
  public static Optional<String> format(String file, String source, Problems problems) {
    String body = source.startsWith("\ufeff") ? source.substring(1) : source;
    SourceText.read(file, body, problems);
    if (problems.hasErrors()) {
      return Optional.empty();
    }
    CommonTokenStream tokens = SourceText.tokens(CharStreams.fromString(body));
    CnnParser parser = SourceText.parser(file, tokens, new Problems());
    Marks marks = Marks.of(parser.file());
    List<Token> all = tokens.getTokens().stream().filter(t -> t.getType() != Token.EOF).toList();
    Formatter formatter = new Formatter(all, marks);
    formatter.breakLongPipes();
    return Optional.of(formatter.layOut());
  }

  private void breakPipe(List<Token> pipe) {
    pipe.forEach(p -> brokenPipes.add(p.getTokenIndex()));
  }

  private void breakLongPipes() {
    String[] lines = layOut().split("\n", -1);
    Set<Integer> tooLong = new HashSet<>();
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].codePointCount(0, lines[i].length()) > WIDTH) {
        tooLong.add(i);
      }
    }
    for (List<Token> pipe : marks.pipes) {
      if (tooLong.contains(lineOf[pipe.getFirst().getTokenIndex()])) {
        breakPipe(pipe);
      }
    }
  }

  private String layOut() {
    text.setLength(0);
    brackets.clear();
    depth = 0;
    lineIndent = 0;
    lineOf = new int[tokens.isEmpty() ? 0 : tokens.getLast().getTokenIndex() + 1];
    int line = 0;
    for (int i = 0; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      int newlines = i == 0 ? 0 : newlines(i);
      int opened = closes(token) && !brackets.isEmpty() ? brackets.pop() - 2 : 0;
      if (token.getType() == CnnLexer.RBRACE) {
        depth--;
      }
      if (i == 0) {
        lineIndent = 0;
      } else if (newlines > 0) {
        text.append("\n".repeat(newlines));
        line += newlines;
        lineIndent = closes(token) ? opened : indent(token);
        text.append(" ".repeat(lineIndent));
      } else if (isSpaced(tokens.get(i - 1), token)) {
        text.append(' ');
      }
      lineOf[token.getTokenIndex()] = line;
      String written = token.getText().stripTrailing();
      text.append(written);
      line += (int) written.chars().filter(c -> c == '\n').count();
      if (opens(token)) {
        brackets.push(lineIndent + 2);
      }
      if (token.getType() == CnnLexer.LBRACE) {
        depth++;
      }
    }
    return text.isEmpty() ? "" : text.append('\n').toString();
  }

  private int indent(Token token) {
    if (!brackets.isEmpty()) {
      int inner = brackets.peek();
      return brokenPipes.contains(token.getTokenIndex()) ? inner + 2 : inner;
    }
    boolean isStart =
        marks.starts.contains(token.getTokenIndex())
            || token.getType() == CnnLexer.RBRACE
            || isComment(token) && !isInsideStatement(token);
    return 2 * depth + (isStart ? 0 : 2);
  }

  /** How many line ends go before token {@code i}: 2 leave a blank line. */
  private int newlines(int i) {
    Token previous = tokens.get(i - 1);
    Token token = tokens.get(i);
    int apart = token.getLine() - lastLine(previous);
    if (brackets.isEmpty() && isLineStart(token, previous)) {
      if (isComment(token) && apart == 0) {
        return 0;
      }
      if (previous.getType() == CnnLexer.LBRACE || token.getType() == CnnLexer.RBRACE) {
        boolean isEmpty =
            previous.getType() == CnnLexer.LBRACE && token.getType() == CnnLexer.RBRACE;
        return isEmpty ? 0 : 1;
      }
      boolean afterDeclaration = depth == 0 && previous.getType() == CnnLexer.RBRACE;
      return apart > 1 || blankBefore.contains(token.getTokenIndex()) || afterDeclaration ? 2 : 1;
    }
    if (previous.getType() == CnnLexer.LINE_COMMENT
        || previous.getType() == CnnLexer.DOCUMENTATION) {
      return 1;
    }
    if (token.getType() == CnnLexer.PIPE) {
      return brokenPipes.contains(token.getTokenIndex()) ? 1 : 0;
    }
    if (brackets.isEmpty()) {
      return isComment(token) && apart > 0 ? 1 : 0;
    }
    return apart > 0 && mayBreak(previous, token) ? 1 : 0;
  }

  /** Inside brackets, lines break after an opening bracket or a comma, and before a closing one. */
  private boolean mayBreak(Token previous, Token token) {
    return opens(previous)
        || previous.getType() == CnnLexer.COMMA
        || closes(token)
        || isComment(token)
        || isComment(previous);
  }

  private boolean isLineStart(Token token, Token previous) {
    return marks.starts.contains(token.getTokenIndex())
        || token.getType() == CnnLexer.RBRACE
        || previous.getType() == CnnLexer.LBRACE
        || isComment(token) && !isInsideStatement(token);
  }

  /** True when a comment stands between tokens of one statement. */
  private boolean isInsideStatement(Token comment) {
    for (int i = position(comment.getTokenIndex()) + 1; i < tokens.size(); i++) {
      Token next = tokens.get(i);
      if (!isComment(next)) {
        return !marks.starts.contains(next.getTokenIndex()) && next.getType() != CnnLexer.RBRACE;
      }
    }
    return false;
  }

  /** The first of the comments that stand directly above a declaration, or the declaration. */
  private int firstOfGroup(int declaration) {
    int at = position(declaration);
    while (at > 0
        && isComment(tokens.get(at - 1))
        && isFirstOnLine(tokens.get(at - 1).getTokenIndex())
        && tokens.get(at).getLine() - lastLine(tokens.get(at - 1)) <= 1) {
      at--;
    }
    return tokens.get(at).getTokenIndex();
  }

  private int position(int tokenIndex) {
    int low = 0;
    int high = tokens.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (tokens.get(middle).getTokenIndex() < tokenIndex) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private boolean isFirstOnLine(int tokenIndex) {
    int at = position(tokenIndex);
    return at == 0 || tokens.get(at).getLine() > lastLine(tokens.get(at - 1));
  }

  private boolean isSpaced(Token previous, Token token) {
    if (marks.joined.contains(token.getTokenIndex())) {
      return isComment(previous);
    }
    return switch (token.getType()) {
      case CnnLexer.RPAREN, CnnLexer.RBRACKET, CnnLexer.COMMA, CnnLexer.COLON, CnnLexer.DOTS ->
          isComment(previous);
      case CnnLexer.LPAREN, CnnLexer.LBRACKET ->
          !marks.tight.contains(token.getTokenIndex()) && isSpacedAfter(previous);
      case CnnLexer.RBRACE -> previous.getType() != CnnLexer.LBRACE;
      default -> isSpacedAfter(previous);
    };
  }

  private boolean isSpacedAfter(Token previous) {
    return switch (previous.getType()) {
      case CnnLexer.LPAREN, CnnLexer.LBRACKET, CnnLexer.AT, CnnLexer.DOTS -> false;
      default -> !marks.signs.contains(previous.getTokenIndex());
    };
  }

  private static boolean opens(Token token) {
    return token.getType() == CnnLexer.LPAREN || token.getType() == CnnLexer.LBRACKET;
  }

  private static boolean closes(Token token) {
    return token.getType() == CnnLexer.RPAREN || token.getType() == CnnLexer.RBRACKET;
  }

  private static boolean isComment(Token token) {
    return token.getChannel() != Token.DEFAULT_CHANNEL;
  }

  private static int lastLine(Token token) {
    return token.getLine() + (int) token.getText().chars().filter(c -> c == '\n').count();
  }
}

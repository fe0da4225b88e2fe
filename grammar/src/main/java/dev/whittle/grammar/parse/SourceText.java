package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnLexer;
import dev.whittle.grammar.antlr.CnnParser;
import dev.whittle.grammar.ast.SourceFile;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import java.util.List;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;

/** Reads source text into a syntax tree. */
public final class SourceText {
  /** The most characters a source file may have. */
  public static final int MAX_LENGTH = 8_000_000;

  private SourceText() {}

  /**
   * Reads a file's text. Statements that cannot be read are reported to {@code problems} and left
   * out, or hold a {@link dev.whittle.grammar.ast.Expression.Broken}; the rest is there.
   *
   * @param file how diagnostics call the file
   */
  public static SourceFile read(String file, String text, Problems problems) {
    if (text.length() > MAX_LENGTH) {
      problems.error(
          Mistake.BAD_FILE,
          new Span(file, 1, 1, 1, 1),
          "the file has %d characters, at most %d are read".formatted(text.length(), MAX_LENGTH));
      return new SourceFile(file, List.of(), List.of());
    }
    CommonTokenStream tokens = tokens(CharStreams.fromString(text, file));
    if (!Nesting.isReadable(file, tokens.getTokens(), problems)) {
      return new SourceFile(file, List.of(), List.of());
    }
    CnnParser.FileContext tree = parser(file, tokens, problems).file();
    return new FileReader(file, tokens, problems).read(tree);
  }

  /** The tokens of a text, comments among them. */
  public static CommonTokenStream tokens(CharStream characters) {
    return tokens(new CnnLexer(characters));
  }

  static CommonTokenStream tokens(CnnLexer lexer) {
    lexer.removeErrorListeners();
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    ContextualWords.mark(tokens.getTokens());
    return tokens;
  }

  /** A parser that reports to {@code problems} and recovers by statement. */
  public static CnnParser parser(String file, CommonTokenStream tokens, Problems problems) {
    CnnParser parser = new CnnParser(tokens);
    parser.removeErrorListeners();
    parser.setErrorHandler(new Recovery(file, tokens, problems));
    return parser;
  }
}

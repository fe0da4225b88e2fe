package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnParser;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;

/** Says in a sentence why the text does not continue as it should. */
final class SyntaxMessages {
  private final Places places;
  private final TokenStream tokens;
  private final Problems problems;

  SyntaxMessages(String file, TokenStream tokens, Problems problems) {
    this.tokens = tokens;
    this.places = new Places(file);
    this.problems = problems;
  }

  void report(CnnParser parser, RecognitionException error) {
    Token found = error.getOffendingToken();
    if (!reportCharacters(found)) {
      Token open = opening(parser.getContext());
      if (found.getType() == Token.EOF && open != null) {
        problems.unreadable(
            Mistake.NOT_CLOSED,
            places.of(open),
            "`%s` is never closed".formatted(open.getText()),
            "add `%s`".formatted(closing(open)));
        return;
      }
      String expected = expected(parser, error);
      problems.unreadable(
          Mistake.UNEXPECTED_TOKEN,
          places.of(found),
          "expected %s, found %s".formatted(expected, describe(found)),
          hint(parser, expected, found));
    }
  }

  /** Reports a token that stands behind a complete statement on the same line. */
  void reportContinuation(Token found) {
    problems.unreadable(
        Mistake.UNEXPECTED_TOKEN,
        places.of(found),
        "expected the end of the statement, found " + describe(found),
        "each statement has a line of its own");
  }

  /** Reports a token that stands behind a complete step of a pipeline on the same line. */
  void reportStepContinuation(Token found) {
    problems.unreadable(
        Mistake.UNEXPECTED_TOKEN,
        places.of(found),
        "expected the end of the step, found " + describe(found),
        "each step has a line of its own; hyphens join the words of a name");
  }

  /** Reports a statement that is a lone name and goes on behind it on the same line. */
  void reportMissingAssign(Token name) {
    Token next = name;
    do {
      next = tokens.get(next.getTokenIndex() + 1);
    } while (next.getChannel() != Token.DEFAULT_CHANNEL);
    if (next.getLine() == name.getLine() && next.getType() != CnnParser.RBRACE) {
      problems.unreadable(
          Mistake.UNEXPECTED_TOKEN,
          places.of(next),
          "expected `=`, found " + describe(next),
          "a statement binds a value to a name: `%s = ...`".formatted(name.getText()));
    }
  }

  private boolean reportCharacters(Token found) {
    Span span = places.of(found);
    String text = found.getText();
    switch (found.getType()) {
      case CnnParser.OPEN_STRING ->
          problems.unreadable(
              Mistake.OPEN_TEXT,
              span,
              "the string is not closed on its line",
              "end it with `\"`; a quote inside a string is written `\\\"`");
      case CnnParser.OPEN_COMMENT ->
          problems.unreadable(
              Mistake.OPEN_TEXT, span, "the comment is not closed", "end it with `*/`");
      case CnnParser.BAD_NUMBER ->
          problems.unreadable(
              Mistake.BAD_LITERAL,
              span,
              "`%s` is neither a number nor a name".formatted(text),
              "names begin with a letter");
      case CnnParser.UNKNOWN ->
          problems.unreadable(
              Mistake.UNKNOWN_CHARACTER,
              span,
              "`%s` does not belong to the language".formatted(printable(text)),
              characterHint(text));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static String printable(String text) {
    int character = text.codePointAt(0);
    return Character.isISOControl(character) || !Character.isDefined(character)
        ? "\\u%04x".formatted(character)
        : text;
  }

  private static String characterHint(String text) {
    return switch (text) {
      case ";" -> "statements end by themselves: leave it out";
      case "'" -> "strings stand in double quotes";
      case "#" -> "comments begin with `//`";
      case "&" -> "write `and`";
      case "|" -> "write `or`, or `|>` to pass a value on";
      case "!" -> "write `not`";
      case "`" -> "a quoted name ends with a backtick on the same line";
      default -> "";
    };
  }

  private String expected(CnnParser parser, RecognitionException error) {
    ParserRuleContext context = parser.getContext();
    Token found = error.getOffendingToken();
    Optional<String> listed = inList(context, found);
    if (listed.isPresent()) {
      return listed.get();
    }
    if (context instanceof CnnParser.BodyContext
        || context instanceof CnnParser.StepsContext
        || context instanceof CnnParser.FileContext) {
      Token previous = before(found);
      boolean isBehind =
          previous != null
              && previous.getType() != CnnParser.LBRACE
              && previous.getType() != CnnParser.RBRACE
              && previous.getLine() == found.getLine();
      return switch (context) {
        case CnnParser.StepsContext steps when steps.LBRACE() == null -> "`{`";
        case CnnParser.StepsContext _ -> isBehind ? "the end of the step" : "a step or `}`";
        case CnnParser.BodyContext _ when !isBehind -> "a statement or `}`";
        default -> isBehind ? "the end of the statement" : "a declaration";
      };
    }
    if (context instanceof CnnParser.WidthContext) {
      return "a target: 512, 256, 128 or scalar";
    }
    if (error instanceof InputMismatchException) {
      Set<String> phrases = new LinkedHashSet<>();
      for (int type : error.getExpectedTokens().toArray()) {
        phrases.add(phrase(type));
      }
      if (phrases.size() <= 4) {
        return String.join(" or ", phrases);
      }
    }
    return switch (context.getRuleIndex()) {
      case CnnParser.RULE_item -> "a declaration";
      case CnnParser.RULE_statement -> "a statement";
      case CnnParser.RULE_step -> "a step";
      case CnnParser.RULE_hyphenPart -> "a name";
      case CnnParser.RULE_importFile -> "names or the file's name in quotes";
      default -> "a value";
    };
  }

  /** What continues a list in brackets: another element after a comma, else a comma or the end. */
  private Optional<String> inList(ParserRuleContext context, Token found) {
    Token open = opening(context);
    Token previous = before(found);
    boolean isList =
        switch (context) {
          case CnnParser.ArgumentsContext arguments -> arguments.LPAREN() != null;
          case CnnParser.ListContext _, CnnParser.PostfixContext _ -> true;
          case CnnParser.BlockHeaderContext header -> header.LPAREN() != null;
          default -> false;
        };
    if (!isList || open == null || previous == null) {
      return Optional.empty();
    }
    String close = "`" + closing(open) + "`";
    if (previous != open && previous.getType() != CnnParser.COMMA) {
      return Optional.of("`,` or " + close);
    }
    return Optional.of(
        switch (context.getRuleIndex()) {
          case CnnParser.RULE_arguments -> "an argument or " + close;
          case CnnParser.RULE_blockHeader -> "a parameter or " + close;
          default -> "a value or " + close;
        });
  }

  private Token before(Token token) {
    for (int i = token.getTokenIndex() - 1; i >= 0; i--) {
      if (tokens.get(i).getChannel() == Token.DEFAULT_CHANNEL) {
        return tokens.get(i);
      }
    }
    return null;
  }

  private static String phrase(int type) {
    return switch (type) {
      case CnnParser.NAME, CnnParser.QUOTED_NAME, CnnParser.FROM -> "a name";
      case CnnParser.STRING -> "the file's name in quotes";
      case Token.EOF -> "the end";
      default -> {
        String literal = CnnParser.VOCABULARY.getLiteralName(type);
        yield literal == null
            ? CnnParser.VOCABULARY.getDisplayName(type)
            : "`" + literal.substring(1, literal.length() - 1) + "`";
      }
    };
  }

  private static String describe(Token found) {
    if (found.getType() == Token.EOF) {
      return "the end of the file";
    }
    String text = found.getText();
    return isKeyword(found) ? "the keyword `" + text + "`" : "`" + shorten(text) + "`";
  }

  private static String shorten(String text) {
    return text.length() > 40 ? text.substring(0, 37) + "..." : text;
  }

  private static boolean isKeyword(Token token) {
    return token.getType() != Token.EOF
        && token.getType() >= CnnParser.IMPORT
        && token.getType() <= CnnParser.FALSE;
  }

  private String hint(CnnParser parser, String expected, Token found) {
    ParserRuleContext context = parser.getContext();
    Token open = opening(context);
    boolean isBody =
        context instanceof CnnParser.BodyContext || context instanceof CnnParser.StepsContext;
    if (open != null
        && expected.contains(closing(open))
        && open.getLine() < found.getLine()
        && (!isBody || isKeyword(found))) {
      return "`%s` on line %d is still open".formatted(open.getText(), open.getLine());
    }
    boolean isBehind = before(found) != null && before(found).getLine() == found.getLine();
    if (isBehind && isKeyword(found) && (expected.equals("a name") || expected.equals("a value"))) {
      return "to use it as a name, write it in backticks: `" + found.getText() + "`";
    }
    if (context.getRuleIndex() == CnnParser.RULE_arguments && found.getType() == CnnParser.ASSIGN) {
      return "named arguments are written `name: value`";
    }
    if (context.getRuleIndex() == CnnParser.RULE_blockHeader
        && before(found) != null
        && before(found).getType() == CnnParser.NAME) {
      return "a parameter's kind follows a colon: `%s: int`".formatted(before(found).getText());
    }
    if (expected.equals("the end of the statement") && found.getType() == CnnParser.COLON) {
      return "a statement binds a value to a name with `=`";
    }
    return found.getType() == CnnParser.RBRACE && context instanceof CnnParser.FileContext
        ? "it closes nothing"
        : "";
  }

  /** The bracket that the rule opened and has not closed. */
  private static Token opening(ParserRuleContext context) {
    for (ParserRuleContext at = context; at != null; at = at.getParent()) {
      Token token =
          switch (at) {
            case CnnParser.ArgumentsContext c -> c.LPAREN() == null ? null : c.getStart();
            case CnnParser.GroupContext c -> c.getStart();
            case CnnParser.ListContext c -> c.getStart();
            case CnnParser.PostfixContext c ->
                c.LBRACKET().size() > c.RBRACKET().size()
                    ? c.LBRACKET().getLast().getSymbol()
                    : null;
            case CnnParser.BlockHeaderContext c ->
                c.LPAREN() == null ? null : c.LPAREN().getSymbol();
            case CnnParser.BodyContext c -> c.LBRACE() == null ? null : c.LBRACE().getSymbol();
            case CnnParser.StepsContext c -> c.LBRACE() == null ? null : c.LBRACE().getSymbol();
            default -> null;
          };
      if (token != null) {
        return token;
      }
    }
    return null;
  }

  private static String closing(Token open) {
    return switch (open.getType()) {
      case CnnParser.LPAREN -> ")";
      case CnnParser.LBRACKET -> "]";
      default -> "}";
    };
  }
}

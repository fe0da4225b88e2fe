package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnParser;
import dev.whittle.grammar.diagnose.Problems;
import java.util.function.Predicate;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenStream;
import org.antlr.v4.runtime.atn.ATNState;
import org.antlr.v4.runtime.atn.RuleTransition;

/**
 * Panic mode by statement: what cannot be read is reported once, the statement around it is given
 * up, and reading goes on at the next token that begins a line the way a statement does. The header
 * of a block, loop or condition is given up alone when its brace follows.
 */
final class Recovery extends DefaultErrorStrategy {
  private final SyntaxMessages messages;

  Recovery(String file, TokenStream tokens, Problems problems) {
    this.messages = new SyntaxMessages(file, tokens, problems);
  }

  @Override
  public void sync(Parser parser) {}

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  @Override
  public void reportError(Parser parser, RecognitionException error) {
    if (!inErrorRecoveryMode(parser)) {
      beginErrorCondition(parser);
      messages.report((CnnParser) parser, error);
    }
  }

  @Override
  public void recover(Parser parser, RecognitionException error) {
    ParserRuleContext context = parser.getContext();
    TokenStream tokens = parser.getInputStream();
    switch (context.getRuleIndex()) {
      case CnnParser.RULE_item -> skipTo(tokens, context, true);
      case CnnParser.RULE_statement -> skipTo(tokens, context, false);
      case CnnParser.RULE_step -> skipToStep(tokens, context);
      case CnnParser.RULE_blockHeader,
          CnnParser.RULE_networkHeader,
          CnnParser.RULE_pipelineHeader,
          CnnParser.RULE_targetsHeader,
          CnnParser.RULE_forHeader,
          CnnParser.RULE_ifHeader -> {
        int brace = braceAhead(tokens);
        if (brace < 0) {
          throw error;
        }
        tokens.seek(brace);
      }
      case CnnParser.RULE_body, CnnParser.RULE_steps -> {
        if (context.getStart().getType() != CnnParser.LBRACE) {
          throw error;
        }
        if (context.getRuleIndex() == CnnParser.RULE_steps) {
          continueSteps((CnnParser) parser, tokens);
        } else {
          continueBody((CnnParser) parser, tokens);
        }
      }
      case CnnParser.RULE_file -> {
        while (tokens.LA(1) != Token.EOF) {
          tokens.consume();
          skip(tokens, true, false, Recovery::beginsStatement);
          endErrorCondition(parser);
          readItems((CnnParser) parser, tokens);
        }
      }
      default -> throw error;
    }
    endErrorCondition(parser);
  }

  /** Reads the rest of a body behind a token that begins nothing. */
  private void continueBody(CnnParser parser, TokenStream tokens) {
    while (isInside(tokens)) {
      tokens.consume();
      skip(tokens, false, false, Recovery::beginsStatement);
      endErrorCondition(parser);
      while (beginsStatement(tokens)) {
        parser.setState(caller(parser, CnnParser.RULE_body, CnnParser.RULE_statement));
        parser.statement();
      }
      if (isInside(tokens)) {
        messages.report(parser, new InputMismatchException(parser));
      }
    }
    close(parser, tokens);
  }

  /** Reads the rest of a pipeline behind a token that begins no step. */
  private void continueSteps(CnnParser parser, TokenStream tokens) {
    while (isInside(tokens)) {
      tokens.consume();
      skip(tokens, false, false, Recovery::beginsStep);
      endErrorCondition(parser);
      while (beginsStep(tokens)) {
        parser.setState(caller(parser, CnnParser.RULE_steps, CnnParser.RULE_step));
        parser.step();
      }
      if (isInside(tokens)) {
        messages.report(parser, new InputMismatchException(parser));
      }
    }
    close(parser, tokens);
  }

  private static boolean isInside(TokenStream tokens) {
    return tokens.LA(1) != Token.EOF && tokens.LA(1) != CnnParser.RBRACE && !isDeclaration(tokens);
  }

  private void close(CnnParser parser, TokenStream tokens) {
    if (tokens.LA(1) == CnnParser.RBRACE) {
      parser.match(CnnParser.RBRACE);
    } else if (tokens.LA(1) == Token.EOF) {
      messages.report(parser, new InputMismatchException(parser));
    }
  }

  private void readItems(CnnParser parser, TokenStream tokens) {
    while (isDeclaration(tokens) || beginsStatement(tokens)) {
      parser.setState(caller(parser, CnnParser.RULE_file, CnnParser.RULE_item));
      parser.item();
    }
    if (tokens.LA(1) != Token.EOF) {
      messages.report(parser, new InputMismatchException(parser));
    }
  }

  /** The state of the parser in which {@code rule} calls {@code called}. */
  private static int caller(CnnParser parser, int rule, int called) {
    for (ATNState state : parser.getATN().states) {
      if (state.ruleIndex == rule
          && state.getNumberOfTransitions() == 1
          && state.transition(0) instanceof RuleTransition transition
          && transition.ruleIndex == called) {
        return state.stateNumber;
      }
    }
    throw new IllegalStateException();
  }

  private static void skipTo(TokenStream tokens, ParserRuleContext context, boolean topLevel) {
    boolean inDeclaration =
        topLevel
            && context.getChildCount() > 0
            && switch (context.getChild(context.getChildCount() - 1)) {
              case CnnParser.BlockContext _,
                  CnnParser.NetworkContext _,
                  CnnParser.PipelineContext _ ->
                  true;
              default -> false;
            };
    if (tokens.index() == context.getStart().getTokenIndex()
        && !(isDeclaration(tokens) && !topLevel)
        && tokens.LA(1) != Token.EOF) {
      tokens.consume();
    }
    skip(tokens, topLevel, inDeclaration, Recovery::beginsStatement);
  }

  private static void skipToStep(TokenStream tokens, ParserRuleContext context) {
    if (tokens.index() == context.getStart().getTokenIndex() && isInside(tokens)) {
      tokens.consume();
    }
    skip(tokens, false, false, Recovery::beginsStep);
  }

  /**
   * Skips to a token that begins a line as a declaration or, by {@code begins}, a statement or step
   * does, or ends the body.
   */
  private static void skip(
      TokenStream tokens, boolean topLevel, boolean inDeclaration, Predicate<TokenStream> begins) {
    int depth = 0;
    while (tokens.LA(1) != Token.EOF) {
      Token token = tokens.LT(1);
      boolean first = isFirstOnLine(tokens);
      if (first && isDeclaration(tokens)) {
        return;
      }
      if (!inDeclaration && depth == 0) {
        if (token.getType() == CnnParser.RBRACE && !topLevel) {
          return;
        }
        if (first && begins.test(tokens)) {
          return;
        }
      }
      if (token.getType() == CnnParser.LBRACE) {
        depth++;
      } else if (token.getType() == CnnParser.RBRACE) {
        depth--;
      }
      tokens.consume();
    }
  }

  private static int braceAhead(TokenStream tokens) {
    for (int i = 1; ; i++) {
      Token token = tokens.LT(i);
      if (token.getType() == CnnParser.LBRACE) {
        return token.getTokenIndex();
      }
      boolean isNewLine = tokens.LT(i - 1) == null || tokens.LT(i - 1).getLine() < token.getLine();
      if (token.getType() == Token.EOF
          || token.getType() == CnnParser.RBRACE
          || isDeclaration(token.getType()) && isNewLine
          || isNewLine && isStatementKeyword(token.getType())) {
        return -1;
      }
    }
  }

  private static boolean isFirstOnLine(TokenStream tokens) {
    Token previous = tokens.LT(-1);
    return previous == null || previous.getLine() < tokens.LT(1).getLine();
  }

  private static boolean isDeclaration(TokenStream tokens) {
    return isDeclaration(tokens.LA(1)) && tokens.LA(2) != CnnParser.ASSIGN;
  }

  private static boolean isDeclaration(int type) {
    return type == CnnParser.BLOCK
        || type == CnnParser.NETWORK
        || type == CnnParser.PIPELINE
        || type == CnnParser.IMPORT;
  }

  private static boolean isStatementKeyword(int type) {
    return switch (type) {
      case CnnParser.INPUT,
          CnnParser.OUTPUT,
          CnnParser.RETURN,
          CnnParser.FOR,
          CnnParser.IF,
          CnnParser.AT ->
          true;
      default -> false;
    };
  }

  private static boolean beginsStatement(TokenStream tokens) {
    if (isStatementKeyword(tokens.LA(1))) {
      return true;
    }
    for (int i = 1; isName(tokens.LA(i)); i += 2) {
      if (tokens.LA(i + 1) == CnnParser.ASSIGN) {
        return true;
      }
      if (tokens.LA(i + 1) != CnnParser.COMMA) {
        return false;
      }
    }
    return false;
  }

  private static boolean beginsStep(TokenStream tokens) {
    return switch (tokens.LA(1)) {
      case CnnParser.INCLUDE, CnnParser.TARGET, CnnParser.GUARD -> true;
      case CnnParser.NAME ->
          switch (tokens.LA(2)) {
            case CnnParser.MINUS,
                CnnParser.LPAREN,
                CnnParser.RBRACE,
                CnnParser.NAME,
                CnnParser.INCLUDE,
                CnnParser.TARGET,
                CnnParser.GUARD,
                Token.EOF ->
                true;
            default -> false;
          };
      default -> false;
    };
  }

  private static boolean isName(int type) {
    return type == CnnParser.NAME || type == CnnParser.QUOTED_NAME || type == CnnParser.FROM;
  }
}

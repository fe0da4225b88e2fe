package dev.whittle.grammar.format;

import dev.whittle.grammar.antlr.CnnParser;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** What the grammar knows of tokens that their type alone does not tell, by token index. */
final class Marks {
  /** Tokens that begin a statement, annotation or declaration. */
  final Set<Integer> starts = new HashSet<>();

  /** Tokens that begin a block, network or pipeline, annotations included. */
  final Set<Integer> declarations = new HashSet<>();

  /** Brackets that belong to the name before them. */
  final Set<Integer> tight = new HashSet<>();

  /** Hyphens in names, and what follows them. */
  final Set<Integer> joined = new HashSet<>();

  /** Signs. */
  final Set<Integer> signs = new HashSet<>();

  /** The pipes of each pipe expression. */
  final List<List<Token>> pipes = new ArrayList<>();

  static Marks of(CnnParser.FileContext file) {
    Marks marks = new Marks();
    Deque<ParseTree> open = new ArrayDeque<>(List.of(file));
    while (!open.isEmpty()) {
      ParseTree tree = open.pop();
      if (tree instanceof ParserRuleContext rule) {
        marks.mark(rule);
        for (int i = 0; i < rule.getChildCount(); i++) {
          open.push(rule.getChild(i));
        }
      }
    }
    return marks;
  }

  private void mark(ParserRuleContext rule) {
    switch (rule) {
      case CnnParser.ItemContext item -> {
        starts.add(index(item.getStart()));
        if (item.block() != null || item.network() != null || item.pipeline() != null) {
          declarations.add(index(item.getStart()));
        }
      }
      case CnnParser.BlockContext block -> starts.add(index(block.getStart()));
      case CnnParser.NetworkContext network -> starts.add(index(network.getStart()));
      case CnnParser.PipelineContext pipeline -> starts.add(index(pipeline.getStart()));
      case CnnParser.StepContext step -> starts.add(index(step.getStart()));
      case CnnParser.HyphenatedContext name -> {
        name.MINUS().forEach(m -> joined.add(index(m.getSymbol())));
        name.hyphenPart().forEach(p -> joined.add(index(p.getStart())));
      }
      case CnnParser.StatementContext statement -> starts.add(index(statement.getStart()));
      case CnnParser.SimpleStatementContext statement -> starts.add(index(statement.getStart()));
      case CnnParser.AnnotationContext annotation -> starts.add(index(annotation.getStart()));
      case CnnParser.ArgumentsContext arguments -> tight.add(index(arguments.getStart()));
      case CnnParser.BlockHeaderContext header -> tight.add(index(header.LPAREN().getSymbol()));
      case CnnParser.PostfixContext postfix ->
          postfix.LBRACKET().forEach(b -> tight.add(index(b.getSymbol())));
      case CnnParser.UnaryContext unary when unary.postfix() == null ->
          signs.add(index(unary.getStart()));
      case CnnParser.PipeContext pipe when !pipe.PIPE().isEmpty() ->
          pipes.add(pipe.PIPE().stream().map(TerminalNode::getSymbol).toList());
      case CnnParser.TargetContext target when !target.PIPE().isEmpty() ->
          pipes.add(target.PIPE().stream().map(TerminalNode::getSymbol).toList());
      default -> {}
    }
  }

  private static int index(Token token) {
    return token.getTokenIndex();
  }
}

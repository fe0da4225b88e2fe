package dev.whittle.grammar.parse;

import dev.whittle.grammar.antlr.CnnParser;
import dev.whittle.grammar.ast.Argument;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Operator;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Makes the syntax tree of expressions from the parse tree. */
final class ExpressionReader {
  private final Places places;
  private final Problems problems;
  private final StringReader strings;

  ExpressionReader(String file, Problems problems) {
    this.places = new Places(file);
    this.problems = problems;
    this.strings = new StringReader(file, problems);
  }

  Identifier identifier(CnnParser.IdentifierContext tree) {
    String text = tree.getText();
    boolean quoted = text.startsWith("`");
    if (quoted && text.chars().anyMatch(Character::isISOControl)) {
      problems.error(
          Mistake.UNKNOWN_CHARACTER,
          places.of(tree),
          "a quoted name cannot hold control characters",
          "leave them out, also tabs");
    }
    return new Identifier(
        places.of(tree), quoted ? text.substring(1, text.length() - 1) : text, quoted);
  }

  Expression.Text text(Token token) {
    return strings.read(token);
  }

  Expression readOrBroken(CnnParser.ExpressionContext tree, ParserRuleContext around) {
    return tree == null ? new Expression.Broken(places.of(around)) : read(tree);
  }

  Expression read(CnnParser.ExpressionContext tree) {
    if (tree.exception != null) {
      return broken(tree);
    }
    return switch (tree) {
      case CnnParser.ConditionalContext c ->
          new Expression.Conditional(
              places.of(c), read(c.expression(0)), read(c.expression(1)), read(c.expression(2)));
      case CnnParser.PipeContext c -> {
        Expression first = disjunction(c.disjunction());
        yield c.stage().isEmpty()
            ? first
            : new Expression.Pipe(
                places.of(c), first, c.stage().stream().map(this::stage).toList());
      }
      default -> broken(tree);
    };
  }

  List<Argument> arguments(CnnParser.ArgumentsContext tree) {
    List<Argument> arguments = new ArrayList<>();
    for (CnnParser.ArgumentContext argument : tree.argument()) {
      if (argument.COLON() == null) {
        arguments.add(
            new Argument(places.of(argument), Optional.empty(), read(argument.expression(0))));
      } else if (read(argument.expression(0)) instanceof Expression.Name(Span _, Identifier name)) {
        arguments.add(
            new Argument(places.of(argument), Optional.of(name), read(argument.expression(1))));
      } else {
        problems.error(
            Mistake.UNEXPECTED_TOKEN,
            places.of(argument.COLON().getSymbol()),
            "expected `,` or `)`, found `:`",
            "only a name can stand before the colon of a named argument");
      }
    }
    return arguments;
  }

  /** What stands on the left of an equals sign. */
  Expression target(CnnParser.TargetContext tree) {
    if (tree.exception != null) {
      return broken(tree);
    }
    Identifier name = identifier(tree.identifier());
    Expression first =
        tree.arguments() == null
            ? new Expression.Name(name.span(), name)
            : new Expression.Call(places.of(tree), name, arguments(tree.arguments()));
    return tree.stage().isEmpty()
        ? first
        : new Expression.Pipe(
            places.of(tree), first, tree.stage().stream().map(this::stage).toList());
  }

  private Expression.Call stage(CnnParser.StageContext tree) {
    return new Expression.Call(
        places.of(tree),
        identifier(tree.identifier()),
        tree.arguments() == null ? List.of() : arguments(tree.arguments()));
  }

  private Expression disjunction(CnnParser.DisjunctionContext tree) {
    return chain(tree, tree.conjunction().stream().map(this::conjunction).toList());
  }

  private Expression conjunction(CnnParser.ConjunctionContext tree) {
    return chain(tree, tree.negation().stream().map(this::negation).toList());
  }

  private Expression negation(CnnParser.NegationContext tree) {
    return tree.NOT() == null
        ? comparison(tree.comparison())
        : new Expression.Unary(places.of(tree), Operator.NOT, negation(tree.negation()));
  }

  private Expression comparison(CnnParser.ComparisonContext tree) {
    return chain(tree, tree.range().stream().map(this::range).toList());
  }

  private Expression range(CnnParser.RangeContext tree) {
    return chain(tree, tree.sum().stream().map(this::sum).toList());
  }

  private Expression sum(CnnParser.SumContext tree) {
    return chain(tree, tree.product().stream().map(this::product).toList());
  }

  private Expression product(CnnParser.ProductContext tree) {
    return chain(tree, tree.unary().stream().map(this::unary).toList());
  }

  private Expression chain(ParserRuleContext tree, List<Expression> operands) {
    if (operands.size() == 1) {
      return operands.getFirst();
    }
    List<Expression.Chain.Link> links = new ArrayList<>();
    for (ParseTree child : tree.children) {
      if (child instanceof TerminalNode terminal) {
        links.add(
            new Expression.Chain.Link(
                Operator.of(terminal.getText()),
                places.of(terminal.getSymbol()),
                operands.get(links.size() + 1)));
      }
    }
    return new Expression.Chain(places.of(tree), operands.getFirst(), links);
  }

  private Expression unary(CnnParser.UnaryContext tree) {
    if (tree.postfix() != null) {
      return postfix(tree.postfix());
    }
    Expression operand = unary(tree.unary());
    return tree.MINUS() == null
        ? operand
        : new Expression.Unary(places.of(tree), Operator.MINUS, operand);
  }

  private Expression postfix(CnnParser.PostfixContext tree) {
    Expression target = primary(tree.primary());
    List<Expression> indices = new ArrayList<>();
    for (ParseTree child : tree.children) {
      if (child instanceof CnnParser.ExpressionContext expression) {
        indices.add(read(expression));
      } else if (child instanceof TerminalNode terminal
          && terminal.getSymbol().getType() == CnnParser.RBRACKET) {
        Span span = places.between(tree.getStart(), terminal.getSymbol());
        target = new Expression.Index(span, target, indices);
        indices = new ArrayList<>();
      }
    }
    return target;
  }

  private Expression primary(CnnParser.PrimaryContext tree) {
    return switch (tree) {
      case CnnParser.IntLiteralContext c -> integer(c);
      case CnnParser.FloatLiteralContext c -> decimal(c);
      case CnnParser.StringLiteralContext c -> strings.read(c.STRING().getSymbol());
      case CnnParser.BoolLiteralContext c -> new Expression.Bool(places.of(c), c.TRUE() != null);
      case CnnParser.ReferenceContext c when c.arguments() != null ->
          new Expression.Call(places.of(c), identifier(c.identifier()), arguments(c.arguments()));
      case CnnParser.ReferenceContext c ->
          new Expression.Name(places.of(c), identifier(c.identifier()));
      case CnnParser.ListContext c ->
          new Expression.ListOf(places.of(c), c.expression().stream().map(this::read).toList());
      case CnnParser.GroupContext c -> read(c.expression());
      default -> broken(tree);
    };
  }

  private Expression integer(CnnParser.IntLiteralContext tree) {
    String digits = tree.getText().replace("_", "");
    try {
      return new Expression.Int(places.of(tree), Long.parseLong(digits));
    } catch (NumberFormatException e) {
      problems.error(
          Mistake.BAD_LITERAL,
          places.of(tree),
          "the number is larger than " + Long.MAX_VALUE,
          "with a decimal point it is a float");
      return broken(tree);
    }
  }

  private Expression decimal(CnnParser.FloatLiteralContext tree) {
    double value = Double.parseDouble(tree.getText().replace("_", ""));
    if (Double.isInfinite(value)) {
      problems.error(
          Mistake.BAD_LITERAL,
          places.of(tree),
          "the number is larger than " + Double.MAX_VALUE,
          "infinity is written `inf`");
      return broken(tree);
    }
    return new Expression.Float(places.of(tree), value);
  }

  private Expression broken(ParserRuleContext tree) {
    return new Expression.Broken(places.of(tree));
  }
}

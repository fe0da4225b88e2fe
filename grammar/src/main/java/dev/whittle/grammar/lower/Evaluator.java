package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Operator;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Evaluates expressions. What goes wrong is reported once and evaluates to {@link Datum#BROKEN},
 * over which everything else keeps silent.
 */
final class Evaluator {
  private final Problems problems;
  private final Budget budget;
  private final Arithmetic arithmetic;
  private final Calls calls;
  private final Annotations annotations;
  private final Interpreter interpreter;
  private final Optional<TensorArithmetic> tensors;

  /**
   * @param emitter takes the nodes; empty for the constants of a file, which make none
   */
  Evaluator(Problems problems, Budget budget, Optional<Emitter> emitter, Weights constants) {
    this.problems = problems;
    this.budget = budget;
    this.arithmetic = new Arithmetic(problems, budget);
    this.annotations = new Annotations(this, problems);
    this.interpreter = new Interpreter(this, budget, problems, annotations);
    this.calls = new Calls(this, problems, arithmetic, emitter, constants);
    this.tensors = emitter.map(e -> new TensorArithmetic(e, problems));
  }

  Annotations annotations() {
    return annotations;
  }

  Interpreter interpreter() {
    return interpreter;
  }

  /** The value of an expression, broken when it has none. */
  Datum evaluate(Expression expression, Naming naming) {
    List<Datum> results = evaluateAll(expression, naming);
    if (results.size() == 1) {
      return results.getFirst();
    }
    problems.error(
        Mistake.RESULT_COUNT,
        expression.span(),
        "this makes %d values where one is needed".formatted(results.size()),
        "bind them to names first: `a, b = ...`");
    return Datum.BROKEN;
  }

  /** The values of an expression: one, save for calls with several results. */
  List<Datum> evaluateAll(Expression expression, Naming naming) {
    budget.step(expression.span());
    budget.deeper(expression.span());
    try {
      return switch (expression) {
        case Expression.Call call -> calls.call(call, Optional.empty(), naming);
        case Expression.Pipe pipe -> pipe(pipe, naming);
        default -> List.of(single(expression, naming));
      };
    } catch (Mistaken e) {
      return List.of(Datum.BROKEN);
    } finally {
      budget.shallower();
    }
  }

  /** The value of an expression that names no variables. */
  Datum constant(Expression expression) {
    return inFile(expression, new FileScope(Path.of(""), new HashSet<>()));
  }

  /** The value of an expression at the top level of a file, broken when it has none. */
  Datum inFile(Expression expression, FileScope file) {
    Frame frame = new Frame(file, "", false, Optional.empty());
    try {
      return evaluate(expression, new Naming(frame, Optional.empty(), expression, ""));
    } catch (Abandoned e) {
      return Datum.BROKEN;
    }
  }

  private Datum single(Expression expression, Naming naming) {
    return switch (expression) {
      case Expression.Int(Span _, long value) -> Datum.of(value);
      case Expression.Float(Span _, double value) -> Datum.of(value);
      case Expression.Bool(Span _, boolean value) -> Datum.of(value);
      case Expression.Text text -> text(text, naming);
      case Expression.ListOf list -> list(list, naming);
      case Expression.Name(Span _, Identifier name) -> variable(name, naming.frame());
      case Expression.Chain chain -> chain(chain, naming);
      case Expression.Unary unary -> unary(unary, naming);
      case Expression.Index index -> index(index, naming);
      case Expression.Conditional conditional -> conditional(conditional, naming);
      case Expression.Broken _ -> Datum.BROKEN;
      case Expression.Call _, Expression.Pipe _ -> throw new IllegalStateException();
    };
  }

  private List<Datum> pipe(Expression.Pipe pipe, Naming naming) {
    Datum value = evaluate(pipe.first(), naming);
    Span from = pipe.first().span();
    for (int i = 0; i < pipe.stages().size(); i++) {
      Expression.Call stage = pipe.stages().get(i);
      budget.step(stage.span());
      List<Datum> results = calls.call(stage, Optional.of(new Given.Entry(value, from)), naming);
      if (i == pipe.stages().size() - 1) {
        return results;
      }
      if (results.size() != 1) {
        problems.error(
            Mistake.RESULT_COUNT,
            stage.span(),
            "`%s` makes %d values, a pipe passes on one"
                .formatted(stage.function().text(), results.size()),
            "bind them to names first: `a, b = ...`");
        throw new Mistaken();
      }
      value = results.getFirst();
      from = stage.span();
    }
    throw new IllegalStateException();
  }

  private Datum variable(Identifier name, Frame frame) {
    Optional<Datum> predefined = name.quoted() ? Optional.empty() : Constants.find(name.text());
    Optional<Datum> value = predefined.or(() -> frame.get(name.text()));
    if (value.isPresent()) {
      return value.get();
    }
    if (frame.file().isIncomplete()) {
      throw new Mistaken();
    }
    String near = Suggestion.didYouMean(name.text(), frame.names());
    problems.error(
        Mistake.UNKNOWN_NAME, name.span(), "`%s` has no value here".formatted(name.text()), near);
    throw new Mistaken();
  }

  private Datum text(Expression.Text text, Naming naming) {
    StringBuilder joined = new StringBuilder();
    for (Expression.Text.Piece piece : text.pieces()) {
      switch (piece) {
        case Expression.Text.Piece.Literal(String literal) -> joined.append(literal);
        case Expression.Text.Piece.Inserted(Expression inserted) -> {
          Datum value = evaluate(inserted, naming);
          if (value.isBroken()) {
            throw new Mistaken();
          }
          joined.append(inserted(value, inserted.span()));
        }
      }
      budget.length(text.span(), joined.length());
    }
    return Datum.of(joined.toString());
  }

  private String inserted(Datum value, Span span) {
    return switch (value) {
      case Datum.Int(long number) -> Long.toString(number);
      case Datum.Decimal(double number) -> Double.toString(number);
      case Datum.Bool(boolean bool) -> Boolean.toString(bool);
      case Datum.Text(String string) -> string;
      default -> {
        problems.error(
            Mistake.WRONG_KIND,
            span,
            "a string can hold numbers, strings and booleans, not " + Wording.of(value));
        throw new Mistaken();
      }
    };
  }

  private Datum list(Expression.ListOf list, Naming naming) {
    List<Datum> elements = new ArrayList<>();
    for (Expression element : list.elements()) {
      elements.add(evaluate(element, naming));
    }
    return arithmetic.list(elements, list.span());
  }

  private Datum chain(Expression.Chain chain, Naming naming) {
    Datum left = evaluate(chain.first(), naming);
    Span span = chain.first().span();
    for (Expression.Chain.Link link : chain.links()) {
      if (link.operator() == Operator.AND || link.operator() == Operator.OR) {
        boolean decided = truth(left, span) == (link.operator() == Operator.OR);
        left =
            decided ? left : Datum.of(truth(evaluate(link.right(), naming), link.right().span()));
      } else {
        Datum right = evaluate(link.right(), naming);
        if (left.isBroken() || right.isBroken()) {
          left = Datum.BROKEN;
        } else if (left instanceof Datum.Tensor || right instanceof Datum.Tensor) {
          boolean isLast = link == chain.links().getLast();
          left =
              tensors
                  .orElseThrow()
                  .binary(
                      link.operator(),
                      new Given.Entry(left, span),
                      new Given.Entry(right, link.right().span()),
                      link.operatorSpan(),
                      isLast ? chain : null,
                      naming);
        } else {
          left = arithmetic.binary(link.operator(), left, right, link.operatorSpan());
        }
      }
      span = link.right().span();
    }
    return left;
  }

  /** A condition's value. */
  boolean truth(Datum datum, Span span) {
    if (datum instanceof Datum.Bool(boolean value)) {
      return value;
    }
    if (!datum.isBroken()) {
      problems.error(Mistake.WRONG_KIND, span, "expected true or false, is " + Wording.of(datum));
    }
    throw new Mistaken();
  }

  private Datum unary(Expression.Unary unary, Naming naming) {
    Datum operand = evaluate(unary.operand(), naming);
    if (operand.isBroken()) {
      return Datum.BROKEN;
    }
    if (operand instanceof Datum.Tensor && unary.operator() == Operator.MINUS) {
      return tensors
          .orElseThrow()
          .binary(
              Operator.TIMES,
              new Given.Entry(operand, unary.operand().span()),
              new Given.Entry(Datum.of(-1), unary.span()),
              unary.span(),
              unary,
              naming);
    }
    return arithmetic.unary(unary.operator(), operand, unary.span());
  }

  private Datum index(Expression.Index index, Naming naming) {
    Datum target = evaluate(index.target(), naming);
    List<Datum> positions = index.indices().stream().map(i -> evaluate(i, naming)).toList();
    if (target.isBroken() || positions.stream().anyMatch(Datum::isBroken)) {
      return Datum.BROKEN;
    }
    if (!(target instanceof Datum.Items(List<Datum> elements))) {
      problems.error(
          Mistake.WRONG_KIND,
          index.target().span(),
          "only lists can be indexed, this is " + Wording.of(target),
          target instanceof Datum.Tensor ? "a part of a tensor is `slice(x, ...)`" : "");
      throw new Mistaken();
    }
    if (positions.size() != 1 || !(positions.getFirst() instanceof Datum.Int(long at))) {
      problems.error(Mistake.WRONG_KIND, index.span(), "a list is indexed with one int");
      throw new Mistaken();
    }
    long position = at < 0 ? at + elements.size() : at;
    if (position < 0 || position >= elements.size()) {
      problems.error(
          Mistake.BAD_INDEX,
          index.span(),
          "the list has %d element%s, %d is not among them"
              .formatted(elements.size(), elements.size() == 1 ? "" : "s", at),
          "the first element has the index 0, the last one -1");
      throw new Mistaken();
    }
    return elements.get((int) position);
  }

  private Datum conditional(Expression.Conditional conditional, Naming naming) {
    Expression condition = conditional.condition();
    boolean holds = truth(evaluate(condition, naming), condition.span());
    return evaluate(holds ? conditional.then() : conditional.otherwise(), naming);
  }
}

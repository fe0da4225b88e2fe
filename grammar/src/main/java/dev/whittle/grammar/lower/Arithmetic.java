package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Operator;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Operators on numbers, strings, booleans and lists. Whole numbers have 64 bits and never wrap. */
final class Arithmetic {
  private final Problems problems;
  private final Budget budget;

  Arithmetic(Problems problems, Budget budget) {
    this.problems = problems;
    this.budget = budget;
  }

  Datum unary(Operator operator, Datum operand, Span span) {
    return switch (operand) {
      case Datum.Bool(boolean value) when operator == Operator.NOT -> Datum.of(!value);
      case Datum.Int(long value) when operator == Operator.MINUS && value != Long.MIN_VALUE ->
          Datum.of(-value);
      case Datum.Decimal(double value) when operator == Operator.MINUS -> Datum.of(-value);
      default ->
          refuse(
              span, "`%s` cannot be applied to %s".formatted(operator.text(), Wording.of(operand)));
    };
  }

  Datum binary(Operator operator, Datum left, Datum right, Span span) {
    return switch (operator) {
      case EQUAL -> Datum.of(isEqual(left, right, operator, span));
      case NOT_EQUAL -> Datum.of(!isEqual(left, right, operator, span));
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
          Datum.of(compare(operator, left, right, span));
      case TO -> range(left, right, span);
      case PLUS, MINUS, TIMES, DIVIDE, REMAINDER -> compute(operator, left, right, span);
      case AND, OR, NOT -> throw new IllegalArgumentException(operator.text());
    };
  }

  /** A list that is neither too long nor nested too deeply. */
  Datum list(List<Datum> elements, Span span) {
    budget.length(span, elements.size());
    Datum.Items items = new Datum.Items(elements);
    if (items.hasMoreThan(Budget.MAX_LENGTH)) {
      problems.error(
          Mistake.LONG_LOOP,
          span,
          "a list and those inside it have more than %d elements".formatted(Budget.MAX_LENGTH));
      throw new Mistaken();
    }
    if (items.depth() > Budget.MAX_LIST_DEPTH) {
      problems.error(
          Mistake.TOO_DEEP,
          span,
          "more than %d lists lie inside one another".formatted(Budget.MAX_LIST_DEPTH));
      throw new Mistaken();
    }
    return items;
  }

  private Datum compute(Operator operator, Datum left, Datum right, Span span) {
    if (left instanceof Datum.Int(long a) && right instanceof Datum.Int(long b)) {
      return integers(operator, a, b, span);
    }
    Optional<Double> a = number(left);
    Optional<Double> b = number(right);
    if (a.isPresent() && b.isPresent()) {
      return decimals(operator, a.get(), b.get(), span);
    }
    if (operator == Operator.PLUS) {
      if (left instanceof Datum.Text(String x) && right instanceof Datum.Text(String y)) {
        budget.length(span, (long) x.length() + y.length());
        return Datum.of(x + y);
      }
      if (left instanceof Datum.Items(List<Datum> x)
          && right instanceof Datum.Items(List<Datum> y)) {
        budget.length(span, (long) x.size() + y.size());
        List<Datum> joined = new ArrayList<>(x);
        joined.addAll(y);
        return list(joined, span);
      }
    }
    if (operator == Operator.TIMES
        && left instanceof Datum.Items(List<Datum> elements)
        && right instanceof Datum.Int(long times)
        && times >= 0) {
      budget.length(span, elements.isEmpty() ? 0 : Math.max(times, times * elements.size()));
      List<Datum> repeated = new ArrayList<>();
      for (long i = 0; i < times && !elements.isEmpty(); i++) {
        repeated.addAll(elements);
      }
      return list(repeated, span);
    }
    return refuse(operator, left, right, span);
  }

  private Datum integers(Operator operator, long a, long b, Span span) {
    if (b == 0 && (operator == Operator.DIVIDE || operator == Operator.REMAINDER)) {
      return divisionByZero(span, a + " " + operator.text() + " 0");
    }
    try {
      return Datum.of(
          switch (operator) {
            case PLUS -> Math.addExact(a, b);
            case MINUS -> Math.subtractExact(a, b);
            case TIMES -> Math.multiplyExact(a, b);
            case DIVIDE -> Math.floorDivExact(a, b);
            default -> Math.floorMod(a, b);
          });
    } catch (ArithmeticException e) {
      return overflow(span, "%d %s %d does not fit into 64 bits".formatted(a, operator.text(), b));
    }
  }

  private Datum decimals(Operator operator, double a, double b, Span span) {
    if (b == 0 && (operator == Operator.DIVIDE || operator == Operator.REMAINDER)) {
      return divisionByZero(span, a + " " + operator.text() + " " + b);
    }
    double result =
        switch (operator) {
          case PLUS -> a + b;
          case MINUS -> a - b;
          case TIMES -> a * b;
          case DIVIDE -> a / b;
          default -> a - b * Math.floor(a / b);
        };
    if (!Double.isFinite(result) && Double.isFinite(a) && Double.isFinite(b)) {
      return overflow(span, "%s %s %s is not finite".formatted(a, operator.text(), b));
    }
    return Datum.of(result);
  }

  Datum overflow(Span span, String message) {
    problems.error(Mistake.OVERFLOW, span, message);
    throw new Mistaken();
  }

  private Datum divisionByZero(Span span, String what) {
    problems.error(Mistake.DIVISION_BY_ZERO, span, "division by zero: " + what);
    throw new Mistaken();
  }

  private boolean isEqual(Datum left, Datum right, Operator operator, Span span) {
    Optional<Double> a = number(left);
    Optional<Double> b = number(right);
    if (a.isPresent() && b.isPresent()) {
      return left instanceof Datum.Int && right instanceof Datum.Int
          ? left.equals(right)
          : a.get().doubleValue() == b.get().doubleValue();
    }
    if (!left.kind().equals(right.kind())) {
      refuse(operator, left, right, span);
    }
    return left.equals(right);
  }

  private boolean compare(Operator operator, Datum left, Datum right, Span span) {
    Optional<Double> a = number(left);
    Optional<Double> b = number(right);
    if (a.isEmpty() || b.isEmpty()) {
      refuse(operator, left, right, span);
    }
    int order =
        left instanceof Datum.Int(long x) && right instanceof Datum.Int(long y)
            ? Long.compare(x, y)
            : Double.compare(a.get(), b.get());
    return switch (operator) {
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      default -> order >= 0;
    };
  }

  private Datum range(Datum left, Datum right, Span span) {
    if (!(left instanceof Datum.Int(long from) && right instanceof Datum.Int(long to))) {
      return refuse(Operator.TO, left, right, span);
    }
    if (to < from) {
      return new Datum.Items(List.of());
    }
    long count = to - from + 1;
    budget.length(span, count <= 0 ? Long.MAX_VALUE : count);
    List<Datum> numbers = new ArrayList<>();
    for (long i = from; i <= to; i++) {
      numbers.add(Datum.of(i));
    }
    return new Datum.Items(numbers);
  }

  private static Optional<Double> number(Datum datum) {
    return switch (datum) {
      case Datum.Int(long value) -> Optional.of((double) value);
      case Datum.Decimal(double value) -> Optional.of(value);
      default -> Optional.empty();
    };
  }

  private <T> T refuse(Operator operator, Datum left, Datum right, Span span) {
    return refuse(
        span,
        "`%s` cannot be applied to %s and %s"
            .formatted(operator.text(), Wording.of(left), Wording.of(right)));
  }

  private <T> T refuse(Span span, String message) {
    problems.error(Mistake.BAD_OPERANDS, span, message);
    throw new Mistaken();
  }
}

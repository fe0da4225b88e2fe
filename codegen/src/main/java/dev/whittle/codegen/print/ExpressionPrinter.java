package dev.whittle.codegen.print;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Binary;
import dev.whittle.codegen.kernel.Expression.Broadcast;
import dev.whittle.codegen.kernel.Expression.Compare;
import dev.whittle.codegen.kernel.Expression.FirstLanes;
import dev.whittle.codegen.kernel.Expression.FloatConstant;
import dev.whittle.codegen.kernel.Expression.IntConstant;
import dev.whittle.codegen.kernel.Expression.Interleave;
import dev.whittle.codegen.kernel.Expression.LaneIndex;
import dev.whittle.codegen.kernel.Expression.Load;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expression.MaskedLoad;
import dev.whittle.codegen.kernel.Expression.MultiplyAdd;
import dev.whittle.codegen.kernel.Expression.Reduce;
import dev.whittle.codegen.kernel.Expression.Rotate;
import dev.whittle.codegen.kernel.Expression.Select;
import dev.whittle.codegen.kernel.Expression.Spread;
import dev.whittle.codegen.kernel.Expression.StridedLoad;
import dev.whittle.codegen.kernel.Expression.Unary;
import dev.whittle.codegen.kernel.Kind;
import dev.whittle.codegen.kernel.Reduction;
import dev.whittle.codegen.kernel.UnaryOperator;
import java.util.Locale;
import java.util.function.Function;

/** Expressions as Java text, with no more parentheses than needed. */
final class ExpressionPrinter {
  private static final int LOWEST = 0;
  private static final int CONDITIONAL = 1;
  private static final int UNARY = 12;
  private static final int PRIMARY = 13;

  private final Function<Local, String> names;

  ExpressionPrinter(Function<Local, String> names) {
    this.names = names;
  }

  String print(Expression expression) {
    return print(expression, LOWEST);
  }

  /** The expression as what a method is called on. */
  String receiver(Expression expression) {
    return print(expression, PRIMARY);
  }

  private String print(Expression expression, int context) {
    String text = text(expression);
    return precedence(expression) < context ? "(" + text + ")" : text;
  }

  private String text(Expression expression) {
    return switch (expression) {
      case IntConstant(int value) -> Integer.toString(value);
      case FloatConstant(float value) -> number(value);
      case Local local -> names.apply(local);
      case Unary unary -> unary(unary);
      case Binary(BinaryOperator operator, Expression left, Expression right) ->
          binary(operator, left, right);
      case MultiplyAdd(Expression left, Expression right, Expression addend) ->
          addend.kind() == Kind.FLOAT
              ? "Math.fma(%s, %s, %s)".formatted(print(left), print(right), print(addend))
              : "%s.fma(%s, %s)".formatted(receiver(left), print(right), print(addend));
      case Broadcast(Expression scalar) ->
          "%s.broadcast(%s, %s)"
              .formatted(expression.kind().java(), species(expression), print(scalar));
      case LaneIndex() -> "LANE_INDEX";
      case FirstLanes(Expression count) -> "FLOATS.indexInRange(0, " + print(count) + ")";
      case Load(Local buffer, Expression index, Kind kind) ->
          kind == Kind.FLOAT
              ? "%s[%s]".formatted(names.apply(buffer), print(index))
              : "FloatVector.fromArray(FLOATS, %s, %s)"
                  .formatted(names.apply(buffer), print(index));
      case MaskedLoad(Local buffer, Expression index, Expression mask) ->
          "FloatVector.fromArray(FLOATS, %s, %s, %s)"
              .formatted(names.apply(buffer), print(index), print(mask));
      case StridedLoad(Local buffer, Expression index, int stride) ->
          "FloatVector.fromArray(FLOATS, %s, %s, STRIDE_%d, 0)"
              .formatted(names.apply(buffer), print(index), stride);
      case Rotate(Expression vector, int distance) ->
          "%s.rearrange(ROTATE_%d)".formatted(receiver(vector), distance);
      case Spread(Expression vector, int span, int held, int index) ->
          "%s.rearrange(SPREAD_%d_OF_%d_TO_%d)".formatted(receiver(vector), index, held, span);
      case Interleave(Expression vector, int runs) ->
          "%s.rearrange(INTERLEAVE_%d)".formatted(receiver(vector), runs);
      case Compare(Comparison comparison, Expression left, Expression right) ->
          left.kind().isVector()
              ? "%s.compare(%s, %s)"
                  .formatted(receiver(left), comparison.vectorName(), print(right))
              : infix(left, comparison.symbol(), right, 7);
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          whenTrue.kind().isVector()
              ? "%s.blend(%s, %s)".formatted(receiver(whenFalse), print(whenTrue), print(condition))
              : "%s ? %s : %s"
                  .formatted(
                      print(condition, CONDITIONAL + 1),
                      print(whenTrue, CONDITIONAL),
                      print(whenFalse, CONDITIONAL));
      case Reduce(Reduction reduction, Expression vector) ->
          "%s(%s)".formatted(reduction.name().toLowerCase(Locale.ROOT), print(vector));
    };
  }

  private String unary(Unary unary) {
    Expression operand = unary.operand();
    boolean vector = operand.kind().isVector();
    String inner = vector ? receiver(operand) : print(operand);
    return switch (unary.operator()) {
      case NEGATE -> vector ? inner + ".neg()" : "-" + print(operand, UNARY + 1);
      case ABSOLUTE -> vector ? inner + ".abs()" : "Math.abs(" + inner + ")";
      case SQUARE_ROOT -> vector ? inner + ".sqrt()" : "(float) Math.sqrt(" + inner + ")";
      case TO_INT ->
          vector ? "(IntVector) " + inner + ".convert(F2I, 0)" : "(int) " + print(operand, UNARY);
      case TO_FLOAT ->
          vector
              ? "(FloatVector) " + inner + ".convert(I2F, 0)"
              : "(float) " + print(operand, UNARY);
      case FLOAT_TO_BITS ->
          vector ? inner + ".reinterpretAsInts()" : "Float.floatToRawIntBits(" + inner + ")";
      case BITS_TO_FLOAT ->
          vector ? inner + ".reinterpretAsFloats()" : "Float.intBitsToFloat(" + inner + ")";
    };
  }

  private String binary(BinaryOperator operator, Expression left, Expression right) {
    if (left.kind().isVector()) {
      return operator.isShift()
          ? "%s.lanewise(%s, %s)".formatted(receiver(left), operator, print(right))
          : "%s.%s(%s)".formatted(receiver(left), method(operator), print(right));
    }
    if (operator.isMethod()) {
      return "Math.%s(%s, %s)".formatted(operator.symbol(), print(left), print(right));
    }
    if (operator == BinaryOperator.ADD && right instanceof IntConstant(int value) && value < 0) {
      return print(left, level(operator)) + " - " + -(long) value;
    }
    return infix(left, operator.symbol(), right, level(operator));
  }

  private static String method(BinaryOperator operator) {
    return switch (operator) {
      case SUBTRACT -> "sub";
      case MULTIPLY -> "mul";
      case DIVIDE -> "div";
      case MINIMUM, MAXIMUM -> operator.symbol();
      case ADD, AND, OR, XOR, REMAINDER, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          operator.name().toLowerCase(Locale.ROOT);
    };
  }

  private String infix(Expression left, String symbol, Expression right, int level) {
    return print(left, level) + " " + symbol + " " + print(right, level + 1);
  }

  private static int level(BinaryOperator operator) {
    return switch (operator) {
      case MULTIPLY, DIVIDE, REMAINDER -> 11;
      case ADD, SUBTRACT -> 10;
      case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> 9;
      case AND -> 5;
      case XOR -> 4;
      case OR -> 3;
      case MINIMUM, MAXIMUM -> PRIMARY;
    };
  }

  private static int precedence(Expression expression) {
    return switch (expression) {
      case Binary(BinaryOperator operator, Expression left, Expression right) ->
          left.kind().isVector() ? PRIMARY : level(operator);
      case Compare compare -> compare.left().kind().isVector() ? PRIMARY : 7;
      case Select select -> select.whenTrue().kind().isVector() ? PRIMARY : CONDITIONAL;
      case Unary(UnaryOperator operator, Expression operand) ->
          switch (operator) {
            case NEGATE -> operand.kind().isVector() ? PRIMARY : UNARY;
            case TO_INT, TO_FLOAT -> UNARY;
            case SQUARE_ROOT -> operand.kind().isVector() ? PRIMARY : UNARY;
            case ABSOLUTE, FLOAT_TO_BITS, BITS_TO_FLOAT -> PRIMARY;
          };
      case IntConstant(int value) -> value < 0 ? UNARY : PRIMARY;
      case FloatConstant(float value) -> value < 0 ? UNARY : PRIMARY;
      default -> PRIMARY;
    };
  }

  private static String species(Expression expression) {
    return expression.kind() == Kind.INT_VECTOR ? "INTS" : "FLOATS";
  }

  private static String number(float value) {
    if (Float.isNaN(value)) {
      return "Float.NaN";
    }
    if (Float.isInfinite(value)) {
      return value > 0 ? "Float.POSITIVE_INFINITY" : "Float.NEGATIVE_INFINITY";
    }
    return value == (int) value && Float.floatToIntBits(value) != Float.floatToIntBits(-0f)
        ? (int) value + "f"
        : value + "f";
  }
}

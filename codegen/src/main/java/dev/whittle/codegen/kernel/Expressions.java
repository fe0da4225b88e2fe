package dev.whittle.codegen.kernel;

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

/** Makers of expressions: they check kinds and fold what is known about scalar ints. */
public final class Expressions {
  private Expressions() {}

  /** An int constant. */
  public static Expression constant(int value) {
    return new IntConstant(value);
  }

  /** A float constant. */
  public static Expression constant(float value) {
    return new FloatConstant(value);
  }

  /** A vector whose lanes are all {@code value}. */
  public static Expression splat(float value) {
    return new Broadcast(new FloatConstant(value));
  }

  /** An int vector whose lanes are all {@code value}. */
  public static Expression splat(int value) {
    return new Broadcast(new IntConstant(value));
  }

  /** A vector of {@code scalar} in every lane. */
  public static Expression broadcast(Expression scalar) {
    require(scalar.kind() == Kind.FLOAT || scalar.kind() == Kind.INT, "broadcast", scalar);
    return new Broadcast(scalar);
  }

  public static Expression add(Expression left, Expression right) {
    if (left instanceof IntConstant a && right instanceof IntConstant b) {
      return constant(a.value() + b.value());
    }
    if (isInt(left, 0)) {
      return right;
    }
    if (isInt(right, 0)) {
      return left;
    }
    if (left instanceof Binary inner
        && inner.operator() == BinaryOperator.ADD
        && inner.right() instanceof IntConstant a
        && right instanceof IntConstant b) {
      return add(inner.left(), constant(a.value() + b.value()));
    }
    return binary(BinaryOperator.ADD, left, right);
  }

  public static Expression add(Expression left, int right) {
    return add(left, constant(right));
  }

  public static Expression subtract(Expression left, Expression right) {
    if (left instanceof IntConstant a && right instanceof IntConstant b) {
      return constant(a.value() - b.value());
    }
    if (right instanceof IntConstant b) {
      return add(left, constant(-b.value()));
    }
    return binary(BinaryOperator.SUBTRACT, left, right);
  }

  public static Expression multiply(Expression left, Expression right) {
    if (left instanceof IntConstant a && right instanceof IntConstant b) {
      return constant(a.value() * b.value());
    }
    if (isInt(left, 1)) {
      return right;
    }
    if (isInt(right, 1)) {
      return left;
    }
    if (isInt(left, 0) || isInt(right, 0)) {
      return constant(0);
    }
    return binary(BinaryOperator.MULTIPLY, left, right);
  }

  public static Expression multiply(Expression left, int right) {
    return multiply(left, constant(right));
  }

  public static Expression divide(Expression left, Expression right) {
    if (isInt(right, 1)) {
      return left;
    }
    if (left instanceof IntConstant a && right instanceof IntConstant b && b.value() != 0) {
      return constant(a.value() / b.value());
    }
    return binary(BinaryOperator.DIVIDE, left, right);
  }

  public static Expression remainder(Expression left, Expression right) {
    if (isInt(right, 1)) {
      return constant(0);
    }
    if (left instanceof IntConstant a && right instanceof IntConstant b && b.value() != 0) {
      return constant(a.value() % b.value());
    }
    return binary(BinaryOperator.REMAINDER, left, right);
  }

  public static Expression minimum(Expression left, Expression right) {
    if (left instanceof IntConstant a && right instanceof IntConstant b) {
      return constant(Math.min(a.value(), b.value()));
    }
    return binary(BinaryOperator.MINIMUM, left, right);
  }

  public static Expression maximum(Expression left, Expression right) {
    if (left instanceof IntConstant a && right instanceof IntConstant b) {
      return constant(Math.max(a.value(), b.value()));
    }
    return binary(BinaryOperator.MAXIMUM, left, right);
  }

  /** Any binary operator without folding. */
  public static Expression binary(BinaryOperator operator, Expression left, Expression right) {
    boolean shift = operator.isShift() && right.kind() == Kind.INT;
    require(shift || left.kind() == right.kind(), operator.name(), left, right);
    return new Binary(operator, left, right);
  }

  public static Expression unary(UnaryOperator operator, Expression operand) {
    return new Unary(operator, operand);
  }

  public static Expression negate(Expression operand) {
    return unary(UnaryOperator.NEGATE, operand);
  }

  /** {@code left * right + addend}. */
  public static Expression multiplyAdd(Expression left, Expression right, Expression addend) {
    require(
        left.kind() == right.kind() && right.kind() == addend.kind(),
        "multiplyAdd",
        left,
        right,
        addend);
    return new MultiplyAdd(left, right, addend);
  }

  public static Expression laneIndex() {
    return new LaneIndex();
  }

  public static Expression firstLanes(Expression count) {
    require(count.kind() == Kind.INT, "firstLanes", count);
    return new FirstLanes(count);
  }

  /** One float of a buffer. */
  public static Expression load(Local buffer, Expression index) {
    return new Load(buffer, index, Kind.FLOAT);
  }

  /** A vector of consecutive floats of a buffer. */
  public static Expression loadVector(Local buffer, Expression index) {
    return new Load(buffer, index, Kind.VECTOR);
  }

  public static Expression loadVector(Local buffer, Expression index, Expression mask) {
    return new MaskedLoad(buffer, index, mask);
  }

  public static Expression stridedLoad(Local buffer, Expression index, int stride) {
    return stride == 1 ? loadVector(buffer, index) : new StridedLoad(buffer, index, stride);
  }

  public static Expression rotate(Expression vector, int distance) {
    return new Rotate(vector, distance);
  }

  /**
   * One of every {@code held} lanes in all places of a span of lanes.
   *
   * @param span a power of two, at most the lanes of the target
   * @param held how many lanes further on that of the next span is, at most {@code span}
   * @param index the lane of the first span
   */
  public static Expression spread(Expression vector, int span, int held, int index) {
    require(vector.kind() == Kind.VECTOR, "spread", vector);
    if (Integer.bitCount(span) != 1 || held > span || index < 0) {
      throw new IllegalArgumentException("lane " + index + " of " + held + " for " + span);
    }
    return span == 1 ? vector : new Spread(vector, span, held, index);
  }

  /** Lanes taken from runs of lanes in turns; see {@link Interleave}. */
  public static Expression interleave(Expression vector, int runs) {
    require(vector.kind() == Kind.VECTOR, "interleave", vector);
    return runs == 1 ? vector : new Interleave(vector, runs);
  }

  public static Expression compare(Comparison comparison, Expression left, Expression right) {
    require(left.kind() == right.kind(), comparison.name(), left, right);
    return new Compare(comparison, left, right);
  }

  public static Expression select(Expression condition, Expression whenTrue, Expression whenFalse) {
    require(whenTrue.kind() == whenFalse.kind(), "select", whenTrue, whenFalse);
    require(
        condition.kind() == (whenTrue.kind().isVector() ? Kind.MASK : Kind.BOOLEAN),
        "select",
        condition);
    return new Select(condition, whenTrue, whenFalse);
  }

  public static Expression reduce(Reduction reduction, Expression vector) {
    require(vector.kind() == Kind.VECTOR, "reduce", vector);
    return new Reduce(reduction, vector);
  }

  private static boolean isInt(Expression expression, int value) {
    return expression instanceof IntConstant constant && constant.value() == value;
  }

  private static void require(boolean condition, String what, Expression... operands) {
    if (!condition) {
      StringBuilder kinds = new StringBuilder(what).append(" cannot take");
      for (Expression operand : operands) {
        kinds.append(' ').append(operand.kind());
      }
      throw new IllegalArgumentException(kinds.toString());
    }
  }
}

package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.Kind;

/**
 * How many floats a kernel handles at once: the target's vector, or a single float, so that the
 * same schedule also serves plain layouts.
 *
 * @param kind VECTOR, or FLOAT with a count of 1
 */
public record Lanes(int count, Kind kind) {
  /** One float at a time, whatever the target. */
  public static final Lanes SCALAR = new Lanes(1, Kind.FLOAT);

  /** The target's vector. */
  public static Lanes of(int count) {
    return new Lanes(count, Kind.VECTOR);
  }

  public Expression load(Local buffer, Expression index) {
    return kind == Kind.FLOAT
        ? Expressions.load(buffer, index)
        : Expressions.loadVector(buffer, index);
  }

  /** A float constant in every lane. */
  public Expression splat(float value) {
    return kind == Kind.FLOAT ? Expressions.constant(value) : Expressions.splat(value);
  }

  /** An int constant in every lane. */
  public Expression splat(int value) {
    return kind == Kind.FLOAT ? Expressions.constant(value) : Expressions.splat(value);
  }

  /** A float in every lane. */
  public Expression broadcast(Expression scalar) {
    return kind == Kind.FLOAT ? scalar : Expressions.broadcast(scalar);
  }

  /** The mask of the lanes from {@code first} to {@code end}, ints of any size; for vectors. */
  public Expression between(Expression first, Expression end) {
    Expression lane = Expressions.laneIndex();
    return Expressions.binary(
        BinaryOperator.AND,
        Expressions.compare(Comparison.GREATER_OR_EQUAL, lane, Expressions.broadcast(first)),
        Expressions.compare(Comparison.LESS, lane, Expressions.broadcast(end)));
  }

  /** What the name of a kernel of this width ends in. */
  public String suffix() {
    return count == 1 ? "__scalar" : "__v" + count * Float.SIZE;
  }

  /** Registers a tile may fill with accumulators and operands. */
  public int registers() {
    return count == 16 ? 32 : 16;
  }
}

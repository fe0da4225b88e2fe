package dev.whittle.codegen.interpret;

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
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * Values of expressions: Integer, Float, Boolean and float[] for scalars and buffers; float[],
 * int[] and boolean[] with one element per lane for vectors.
 */
final class Evaluator {
  private final Map<Local, Object> locals;
  private final int lanes;

  Evaluator(Map<Local, Object> locals, int lanes) {
    this.locals = locals;
    this.lanes = lanes;
  }

  void set(Local local, Object value) {
    locals.put(local, value);
  }

  float[] buffer(Local local) {
    return (float[]) of(local);
  }

  int integer(Expression expression) {
    return (Integer) of(expression);
  }

  Object of(Expression expression) {
    return switch (expression) {
      case IntConstant(int value) -> value;
      case FloatConstant(float value) -> value;
      case Local local -> Objects.requireNonNull(locals.get(local), local::name);
      case Unary(UnaryOperator operator, Expression operand) -> {
        Object value = of(operand);
        yield each(operator.result(operand.kind()), i -> Scalars.unary(operator, lane(value, i)));
      }
      case Binary(BinaryOperator operator, Expression left, Expression right) -> {
        Object a = of(left);
        Object b = of(right);
        yield each(left.kind(), i -> Scalars.binary(operator, lane(a, i), lane(b, i)));
      }
      case MultiplyAdd(Expression left, Expression right, Expression addend) -> {
        Object a = of(left);
        Object b = of(right);
        Object c = of(addend);
        yield each(
            addend.kind(),
            i -> multiplyAdd((Float) lane(a, i), (Float) lane(b, i), (Float) lane(c, i)));
      }
      case Broadcast(Expression scalar) -> {
        Object value = of(scalar);
        yield each(expression.kind(), i -> value);
      }
      case LaneIndex() -> each(Kind.INT_VECTOR, i -> i);
      case FirstLanes(Expression count) -> {
        int set = integer(count);
        yield each(Kind.MASK, i -> i < set);
      }
      case Load(Local buffer, Expression index, Kind kind) -> {
        float[] array = buffer(buffer);
        int at = integer(index);
        yield each(kind, i -> array[at + i]);
      }
      case MaskedLoad(Local buffer, Expression index, Expression mask) -> {
        float[] array = buffer(buffer);
        int at = integer(index);
        boolean[] set = (boolean[]) of(mask);
        yield each(Kind.VECTOR, i -> set[i] ? array[at + i] : 0f);
      }
      case StridedLoad(Local buffer, Expression index, int stride) -> {
        float[] array = buffer(buffer);
        int at = integer(index);
        yield each(Kind.VECTOR, i -> array[at + i * stride]);
      }
      case Rotate(Expression vector, int distance) -> {
        float[] value = (float[]) of(vector);
        yield each(Kind.VECTOR, i -> value[Math.floorMod(i + distance, lanes)]);
      }
      case Spread(Expression vector, int span, int held, int index) -> {
        float[] value = (float[]) of(vector);
        yield each(Kind.VECTOR, i -> value[(i / span * held + index) % lanes]);
      }
      case Interleave(Expression vector, int runs) -> {
        float[] value = (float[]) of(vector);
        yield each(Kind.VECTOR, i -> value[Interleave.source(i, runs, lanes)]);
      }
      case Compare(Comparison comparison, Expression left, Expression right) -> {
        Object a = of(left);
        Object b = of(right);
        yield each(expression.kind(), i -> Scalars.compare(comparison, lane(a, i), lane(b, i)));
      }
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          select(of(condition), whenTrue, whenFalse);
      case Reduce(Reduction reduction, Expression vector) -> {
        float[] value = ((float[]) of(vector)).clone();
        for (int half = lanes / 2; half > 0; half /= 2) {
          for (int i = 0; i < half; i++) {
            value[i] = (Float) Scalars.binary(reduction.combine(), value[i], value[i + half]);
          }
        }
        yield value[0];
      }
    };
  }

  private Object select(Object condition, Expression whenTrue, Expression whenFalse) {
    if (condition instanceof Boolean truth) {
      return of(truth ? whenTrue : whenFalse);
    }
    Object a = of(whenTrue);
    Object b = of(whenFalse);
    return each(whenTrue.kind(), i -> lane(((boolean[]) condition)[i] ? a : b, i));
  }

  private float multiplyAdd(float left, float right, float addend) {
    return lanes == 1 ? left * right + addend : Math.fma(left, right, addend);
  }

  private static Object lane(Object value, int lane) {
    return switch (value) {
      case float[] floats -> floats[lane];
      case int[] ints -> ints[lane];
      case boolean[] truths -> truths[lane];
      case Object scalar -> scalar;
    };
  }

  private Object each(Kind kind, IntFunction<Object> lane) {
    return switch (kind) {
      case INT, FLOAT, BOOLEAN, BUFFER -> lane.apply(0);
      case VECTOR -> {
        float[] result = new float[lanes];
        Arrays.setAll(new Object[lanes], i -> result[i] = (Float) lane.apply(i));
        yield result;
      }
      case INT_VECTOR -> {
        int[] result = new int[lanes];
        Arrays.setAll(result, i -> (Integer) lane.apply(i));
        yield result;
      }
      case MASK -> {
        boolean[] result = new boolean[lanes];
        Arrays.setAll(new Object[lanes], i -> result[i] = (Boolean) lane.apply(i));
        yield result;
      }
    };
  }
}

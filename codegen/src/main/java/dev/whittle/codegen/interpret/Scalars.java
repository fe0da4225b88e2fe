package dev.whittle.codegen.interpret;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.UnaryOperator;

/** What each operator means for one lane. */
final class Scalars {
  private Scalars() {}

  static Object unary(UnaryOperator operator, Object operand) {
    return switch (operator) {
      case NEGATE -> operand instanceof Float f ? (Object) (-f) : (Object) (-(Integer) operand);
      case ABSOLUTE ->
          operand instanceof Float f ? (Object) Math.abs(f) : (Object) Math.abs((Integer) operand);
      case SQUARE_ROOT -> (float) Math.sqrt((Float) operand);
      case TO_INT -> (int) (float) (Float) operand;
      case TO_FLOAT -> (float) (int) (Integer) operand;
      case FLOAT_TO_BITS -> Float.floatToRawIntBits((Float) operand);
      case BITS_TO_FLOAT -> Float.intBitsToFloat((Integer) operand);
    };
  }

  static Object binary(BinaryOperator operator, Object left, Object right) {
    return switch (left) {
      case Float a -> floats(operator, a, (Float) right);
      case Integer a -> ints(operator, a, (Integer) right);
      case Boolean a -> truths(operator, a, (Boolean) right);
      case Object other -> throw new IllegalStateException(operator + " of " + other);
    };
  }

  static boolean compare(Comparison comparison, Object left, Object right) {
    return left instanceof Float a
        ? comparison.test(a.floatValue(), ((Float) right).floatValue())
        : comparison.test(((Integer) left).intValue(), ((Integer) right).intValue());
  }

  private static float floats(BinaryOperator operator, float left, float right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case REMAINDER -> left % right;
      case MINIMUM -> Math.min(left, right);
      case MAXIMUM -> Math.max(left, right);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
          throw new IllegalStateException(operator + " of floats");
    };
  }

  private static int ints(BinaryOperator operator, int left, int right) {
    return switch (operator) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case REMAINDER -> left % right;
      case MINIMUM -> Math.min(left, right);
      case MAXIMUM -> Math.max(left, right);
      case AND -> left & right;
      case OR -> left | right;
      case XOR -> left ^ right;
      case SHIFT_LEFT -> left << right;
      case SHIFT_RIGHT -> left >> right;
      case SHIFT_RIGHT_UNSIGNED -> left >>> right;
    };
  }

  private static boolean truths(BinaryOperator operator, boolean left, boolean right) {
    return switch (operator) {
      case AND -> left & right;
      case OR -> left | right;
      case XOR -> left ^ right;
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          MINIMUM,
          MAXIMUM,
          SHIFT_LEFT,
          SHIFT_RIGHT,
          SHIFT_RIGHT_UNSIGNED ->
          throw new IllegalStateException(operator + " of truth values");
    };
  }
}

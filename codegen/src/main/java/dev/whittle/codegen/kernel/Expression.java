package dev.whittle.codegen.kernel;

/**
 * A value of the kernel IR, free of effects. Build expressions with {@link Expressions}, which
 * folds constants and checks kinds; share a value by naming it with {@link KernelBuilder#let}.
 */
public sealed interface Expression {
  /** What it evaluates to. */
  Kind kind();

  /** An int known when the kernel is built. */
  record IntConstant(int value) implements Expression {
    @Override
    public Kind kind() {
      return Kind.INT;
    }
  }

  /** A float known when the kernel is built. */
  record FloatConstant(float value) implements Expression {
    @Override
    public Kind kind() {
      return Kind.FLOAT;
    }
  }

  /** A parameter, loop counter or variable; {@code id} is unique in its method. */
  record Local(String name, Kind kind, int id) implements Expression {}

  /** {@code operator(operand)}. */
  record Unary(UnaryOperator operator, Expression operand) implements Expression {
    @Override
    public Kind kind() {
      return operator.result(operand.kind());
    }
  }

  /** {@code left operator right}; the operands are of one kind, but for the count of a shift. */
  record Binary(BinaryOperator operator, Expression left, Expression right) implements Expression {
    @Override
    public Kind kind() {
      return left.kind();
    }
  }

  /**
   * {@code left * right + addend}: rounded once where the target has vectors; rounded after the
   * product and after the sum at one lane, where a machine without the instruction would emulate it
   * a thousand times slower.
   */
  record MultiplyAdd(Expression left, Expression right, Expression addend) implements Expression {
    @Override
    public Kind kind() {
      return addend.kind();
    }
  }

  /** Every lane is {@code scalar}. */
  record Broadcast(Expression scalar) implements Expression {
    @Override
    public Kind kind() {
      return scalar.kind() == Kind.INT ? Kind.INT_VECTOR : Kind.VECTOR;
    }
  }

  /** Lane {@code i} is {@code i}. */
  record LaneIndex() implements Expression {
    @Override
    public Kind kind() {
      return Kind.INT_VECTOR;
    }
  }

  /** The mask whose lanes below {@code count} are set. */
  record FirstLanes(Expression count) implements Expression {
    @Override
    public Kind kind() {
      return Kind.MASK;
    }
  }

  /** {@code buffer[index]} as FLOAT, or the lanes from {@code buffer[index]} on as VECTOR. */
  record Load(Local buffer, Expression index, Kind kind) implements Expression {}

  /** The lanes from {@code buffer[index]} on where {@code mask} is set, elsewhere 0. */
  record MaskedLoad(Local buffer, Expression index, Expression mask) implements Expression {
    @Override
    public Kind kind() {
      return Kind.VECTOR;
    }
  }

  /** Lane {@code i} is {@code buffer[index + i * stride]}. */
  record StridedLoad(Local buffer, Expression index, int stride) implements Expression {
    @Override
    public Kind kind() {
      return Kind.VECTOR;
    }
  }

  /** Lane {@code i} is lane {@code (i + distance) mod lanes} of {@code vector}. */
  record Rotate(Expression vector, int distance) implements Expression {
    @Override
    public Kind kind() {
      return Kind.VECTOR;
    }
  }

  /**
   * Lane {@code i} is lane {@code (i / span * held + index) mod lanes} of {@code vector}: one of
   * every {@code held} lanes in all places of a span.
   */
  record Spread(Expression vector, int span, int held, int index) implements Expression {
    @Override
    public Kind kind() {
      return Kind.VECTOR;
    }
  }

  /**
   * Lanes taken from {@code runs} runs of lanes in turns: the runs follow each other in {@code
   * vector}, and the first of them are one longer when the lanes cannot be shared evenly.
   */
  record Interleave(Expression vector, int runs) implements Expression {
    @Override
    public Kind kind() {
      return Kind.VECTOR;
    }

    /** The lane of a vector of {@code lanes} that lane {@code to} is. */
    public static int source(int to, int runs, int lanes) {
      int run = to % runs;
      return run * (lanes / runs) + Math.min(run, lanes % runs) + to / runs;
    }
  }

  /** A truth value, or one per lane. */
  record Compare(Comparison comparison, Expression left, Expression right) implements Expression {
    @Override
    public Kind kind() {
      return left.kind().isVector() ? Kind.MASK : Kind.BOOLEAN;
    }
  }

  /** {@code condition ? whenTrue : whenFalse}, lane by lane for a mask. */
  record Select(Expression condition, Expression whenTrue, Expression whenFalse)
      implements Expression {
    @Override
    public Kind kind() {
      return whenTrue.kind();
    }
  }

  /** All lanes combined into one float in the order {@link Reduction} fixes. */
  record Reduce(Reduction reduction, Expression vector) implements Expression {
    @Override
    public Kind kind() {
      return Kind.FLOAT;
    }
  }
}

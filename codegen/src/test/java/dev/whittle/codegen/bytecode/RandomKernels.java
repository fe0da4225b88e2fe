package dev.whittle.codegen.bytecode;

import dev.whittle.codegen.kernel.BinaryOperator;
import dev.whittle.codegen.kernel.Comparison;
import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.codegen.kernel.Kind;
import dev.whittle.codegen.kernel.Reduction;
import dev.whittle.codegen.kernel.UnaryOperator;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Random kernels over two buffers of {@value #SIZE} floats: every expression and statement of the
 * IR, with indices that stay inside for any width.
 */
final class RandomKernels {
  static final int SIZE = 256;
  private static final int REACH = 100;

  private final RandomGenerator random;
  private final KernelBuilder kernel;
  private final Local source;
  private final Local target;
  private final Map<Kind, List<Expression>> known = new EnumMap<>(Kind.class);
  private int names;

  private RandomKernels(RandomGenerator random, String name) {
    this.random = random;
    this.kernel = new KernelBuilder(name);
    for (Kind kind : Kind.values()) {
      known.put(kind, new ArrayList<>());
    }
    source = kernel.buffer("source");
    target = kernel.buffer("target");
    known.get(Kind.INT).add(kernel.integer("n"));
    known.get(Kind.FLOAT).add(kernel.parameter("f", Kind.FLOAT));
  }

  /** A kernel {@code (source, target, int n in [0, 16), float f)}. */
  static KernelMethod next(RandomGenerator random, String name) {
    RandomKernels made = new RandomKernels(random, name);
    made.statements(3, 12);
    made.kernel.store(made.target, Expressions.constant(0), made.expression(Kind.VECTOR, 3));
    return made.kernel.build();
  }

  private void statements(int depth, int count) {
    Map<Kind, List<Expression>> before = new EnumMap<>(Kind.class);
    known.forEach((kind, values) -> before.put(kind, List.copyOf(values)));
    for (int i = 0; i < count; i++) {
      statement(depth);
    }
    before.forEach((kind, values) -> known.put(kind, new ArrayList<>(values)));
  }

  private void statement(int depth) {
    switch (random.nextInt(depth > 0 ? 9 : 6)) {
      case 0, 1, 2 -> {
        Kind kind =
            pick(
                Kind.INT,
                Kind.FLOAT,
                Kind.BOOLEAN,
                Kind.VECTOR,
                Kind.VECTOR,
                Kind.INT_VECTOR,
                Kind.MASK);
        known.get(kind).add(kernel.let("v" + names++, expression(kind, 3)));
      }
      case 3 -> kernel.store(target, index(), expression(pick(Kind.FLOAT, Kind.VECTOR), 3));
      case 4 -> kernel.store(target, index(), expression(Kind.VECTOR, 2), expression(Kind.MASK, 2));
      case 5 -> {
        Kind kind = pick(Kind.FLOAT, Kind.VECTOR, Kind.INT_VECTOR);
        List<Local> locals =
            known.get(kind).stream().filter(e -> e instanceof Local).map(e -> (Local) e).toList();
        if (!locals.isEmpty() && !locals.getLast().name().equals("f")) {
          kernel.assign(locals.getLast(), expression(kind, 3));
        }
      }
      case 6, 7 ->
          kernel.loop(
              "i" + names++,
              Expressions.constant(random.nextInt(3)),
              random.nextBoolean() ? Expressions.constant(random.nextInt(6)) : small(),
              1 + random.nextInt(3),
              counter -> {
                List<Expression> outside = List.copyOf(known.get(Kind.INT));
                known.get(Kind.INT).add(counter);
                statements(depth - 1, 3);
                known.put(Kind.INT, new ArrayList<>(outside));
              });
      default ->
          kernel.when(
              expression(Kind.BOOLEAN, 2),
              () -> statements(depth - 1, 3),
              () -> statements(depth - 1, random.nextInt(3)));
    }
  }

  private Expression small() {
    return Expressions.binary(BinaryOperator.AND, expression(Kind.INT, 1), Expressions.constant(7));
  }

  private Expression index() {
    Expression any = expression(Kind.INT, 2);
    return Expressions.add(
        Expressions.binary(BinaryOperator.AND, any, Expressions.constant(63)),
        random.nextInt(REACH));
  }

  private Expression expression(Kind kind, int depth) {
    List<Expression> values = known.get(kind);
    if (depth == 0 || random.nextInt(6) == 0) {
      return !values.isEmpty() && random.nextInt(4) > 0
          ? values.get(random.nextInt(values.size()))
          : leaf(kind);
    }
    return switch (kind) {
      case INT -> ints(depth - 1);
      case FLOAT -> floats(depth - 1);
      case BOOLEAN ->
          random.nextInt(4) == 0
              ? Expressions.binary(
                  pick(BinaryOperator.AND, BinaryOperator.OR),
                  expression(Kind.BOOLEAN, depth - 1),
                  expression(Kind.BOOLEAN, depth - 1))
              : compare(pick(Kind.INT, Kind.FLOAT), depth - 1);
      case VECTOR -> vectors(depth - 1);
      case INT_VECTOR -> intVectors(depth - 1);
      case MASK -> masks(depth - 1);
      case BUFFER -> source;
    };
  }

  private Expression leaf(Kind kind) {
    return switch (kind) {
      case INT -> Expressions.constant(random.nextInt(-40_000, 40_000) >> random.nextInt(16));
      case FLOAT -> Expressions.constant(number());
      case BOOLEAN -> compare(Kind.INT, 0);
      case VECTOR -> Expressions.splat(number());
      case INT_VECTOR ->
          random.nextBoolean() ? Expressions.laneIndex() : Expressions.splat(random.nextInt());
      case MASK -> Expressions.firstLanes(Expressions.constant(random.nextInt(-1, 18)));
      case BUFFER -> source;
    };
  }

  private float number() {
    return switch (random.nextInt(12)) {
      case 0 -> 0f;
      case 1 -> -0f;
      case 2 -> Float.NaN;
      case 3 -> Float.POSITIVE_INFINITY;
      case 4 -> Float.NEGATIVE_INFINITY;
      case 5 -> Float.MIN_VALUE;
      case 6 -> 1f;
      default -> (float) random.nextGaussian() * 10;
    };
  }

  private Expression compare(Kind kind, int depth) {
    return Expressions.compare(
        pick(Comparison.values()), expression(kind, depth), expression(kind, depth));
  }

  private Expression ints(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> Expressions.add(expression(Kind.INT, depth), expression(Kind.INT, depth));
      case 1 -> Expressions.subtract(expression(Kind.INT, depth), expression(Kind.INT, depth));
      case 2 -> Expressions.multiply(expression(Kind.INT, depth), expression(Kind.INT, depth));
      case 3 ->
          Expressions.unary(
              pick(UnaryOperator.NEGATE, UnaryOperator.ABSOLUTE), expression(Kind.INT, depth));
      case 4 -> Expressions.unary(UnaryOperator.TO_INT, expression(Kind.FLOAT, depth));
      default ->
          Expressions.binary(
              pick(
                  BinaryOperator.MINIMUM,
                  BinaryOperator.MAXIMUM,
                  BinaryOperator.AND,
                  BinaryOperator.OR,
                  BinaryOperator.XOR,
                  BinaryOperator.SHIFT_LEFT,
                  BinaryOperator.SHIFT_RIGHT,
                  BinaryOperator.SHIFT_RIGHT_UNSIGNED),
              expression(Kind.INT, depth),
              expression(Kind.INT, depth));
    };
  }

  private Expression floats(int depth) {
    return switch (random.nextInt(8)) {
      case 0 -> Expressions.load(source, index());
      case 1 -> Expressions.reduce(pick(Reduction.values()), expression(Kind.VECTOR, depth));
      case 2 -> Expressions.unary(UnaryOperator.TO_FLOAT, expression(Kind.INT, depth));
      case 3 -> unary(Kind.FLOAT, depth);
      case 4 ->
          Expressions.select(
              expression(Kind.BOOLEAN, depth),
              expression(Kind.FLOAT, depth),
              expression(Kind.FLOAT, depth));
      case 5 -> multiplyAdd(Kind.FLOAT, depth);
      default -> arithmetic(Kind.FLOAT, depth);
    };
  }

  private Expression vectors(int depth) {
    return switch (random.nextInt(13)) {
      case 0 -> Expressions.loadVector(source, index());
      case 1 -> Expressions.loadVector(source, index(), expression(Kind.MASK, depth));
      case 2 -> Expressions.stridedLoad(source, index(), random.nextInt(1, 5));
      case 3 -> Expressions.rotate(expression(Kind.VECTOR, depth), random.nextInt(-3, 20));
      case 4 -> Expressions.broadcast(expression(Kind.FLOAT, depth));
      case 5 ->
          Expressions.select(
              expression(Kind.MASK, depth),
              expression(Kind.VECTOR, depth),
              expression(Kind.VECTOR, depth));
      case 6 -> Expressions.unary(UnaryOperator.TO_FLOAT, expression(Kind.INT_VECTOR, depth));
      case 7 -> unary(Kind.VECTOR, depth);
      case 8 -> multiplyAdd(Kind.VECTOR, depth);
      case 9 -> {
        int span = 1 << random.nextInt(3);
        int held = 1 + random.nextInt(span);
        yield Expressions.spread(expression(Kind.VECTOR, depth), span, held, random.nextInt(4));
      }
      case 10 -> Expressions.interleave(expression(Kind.VECTOR, depth), random.nextInt(1, 20));
      default -> arithmetic(Kind.VECTOR, depth);
    };
  }

  private Expression intVectors(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> Expressions.unary(UnaryOperator.TO_INT, expression(Kind.VECTOR, depth));
      case 1 -> Expressions.broadcast(expression(Kind.INT, depth));
      case 2 ->
          Expressions.select(
              expression(Kind.MASK, depth),
              expression(Kind.INT_VECTOR, depth),
              expression(Kind.INT_VECTOR, depth));
      case 3 ->
          Expressions.binary(
              pick(
                  BinaryOperator.SHIFT_LEFT,
                  BinaryOperator.SHIFT_RIGHT,
                  BinaryOperator.SHIFT_RIGHT_UNSIGNED),
              expression(Kind.INT_VECTOR, depth),
              Expressions.constant(random.nextInt(32)));
      case 4 ->
          Expressions.unary(
              pick(UnaryOperator.NEGATE, UnaryOperator.ABSOLUTE),
              expression(Kind.INT_VECTOR, depth));
      default ->
          Expressions.binary(
              pick(
                  BinaryOperator.ADD,
                  BinaryOperator.SUBTRACT,
                  BinaryOperator.MULTIPLY,
                  BinaryOperator.MINIMUM,
                  BinaryOperator.MAXIMUM,
                  BinaryOperator.AND,
                  BinaryOperator.OR,
                  BinaryOperator.XOR),
              expression(Kind.INT_VECTOR, depth),
              expression(Kind.INT_VECTOR, depth));
    };
  }

  private Expression masks(int depth) {
    return switch (random.nextInt(4)) {
      case 0 -> Expressions.firstLanes(expression(Kind.INT, depth));
      case 1 ->
          Expressions.binary(
              pick(BinaryOperator.AND, BinaryOperator.OR),
              expression(Kind.MASK, depth),
              expression(Kind.MASK, depth));
      case 2 -> compare(Kind.INT_VECTOR, depth);
      default -> compare(Kind.VECTOR, depth);
    };
  }

  private Expression unary(Kind kind, int depth) {
    return Expressions.unary(
        pick(UnaryOperator.NEGATE, UnaryOperator.ABSOLUTE, UnaryOperator.SQUARE_ROOT),
        expression(kind, depth));
  }

  private Expression multiplyAdd(Kind kind, int depth) {
    return Expressions.multiplyAdd(
        expression(kind, depth), expression(kind, depth), expression(kind, depth));
  }

  private Expression arithmetic(Kind kind, int depth) {
    return Expressions.binary(
        pick(
            BinaryOperator.ADD,
            BinaryOperator.SUBTRACT,
            BinaryOperator.MULTIPLY,
            BinaryOperator.DIVIDE,
            BinaryOperator.MINIMUM,
            BinaryOperator.MAXIMUM),
        expression(kind, depth),
        expression(kind, depth));
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}

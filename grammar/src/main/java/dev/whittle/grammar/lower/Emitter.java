package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Origin;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.Span;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.op.Parameter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Adds nodes to the graph; what an op refuses becomes a diagnostic at the argument at fault. */
final class Emitter {
  private record Stored(Value value, TensorType type, Span span, boolean isShared) {}

  private final Graph.Builder builder;
  private final Budget budget;
  private final Problems problems;
  private final Map<String, Stored> parameters = new HashMap<>();

  Emitter(Graph.Builder builder, Budget budget, Problems problems) {
    this.builder = builder;
    this.budget = budget;
    this.problems = problems;
  }

  TensorType type(Value value) {
    return builder.type(value);
  }

  /** How many results the node of {@code value} has. */
  int results(Value value) {
    return builder.node(value).types().size();
  }

  /**
   * Adds a node for a call.
   *
   * @param given the call, for the places of its arguments
   * @throws Mistaken after reporting why the op does not fit
   */
  Value add(String name, Op op, List<Value> operands, Given given, Frame frame, Origin origin) {
    budget.node(given.function());
    try {
      return builder.add(name, op, origin, operands.toArray(Value[]::new));
    } catch (ShapeException e) {
      report(e, op, operands, given, frame);
    } catch (ArithmeticException | NegativeArraySizeException e) {
      problems.error(
          Mistake.ABSURD_SHAPE,
          given.function(),
          "`%s` would make a tensor larger than an array can be".formatted(given.functionName())
              + inside(frame));
    }
    throw new Mistaken();
  }

  /**
   * The parameter called {@code name}, new or shared.
   *
   * @param isShared the name was chosen by the user, so meeting it again means the same tensor
   */
  Value parameter(String name, TensorType type, boolean isShared, Given given, Frame frame) {
    Span span = given.function();
    Stored stored = parameters.get(name);
    if (stored == null) {
      Value value = add(name, new Parameter(name, type), List.of(), given, frame, Origin.at(span));
      parameters.put(name, new Stored(value, type, span, isShared));
      return value;
    }
    if (!stored.isShared() || !isShared) {
      problems.error(
          Mistake.WEIGHTS_NAME_TAKEN,
          span,
          "the weights `%s` already belong to the layer at %s".formatted(name, stored.span())
              + inside(frame),
          "bind the layer to another name, or give both `weights: \"...\"` to share them");
      throw new Mistaken();
    }
    requireType(name, type, stored, span, frame);
    return stored.value();
  }

  /** Adds a parameter that a source writes out, under its own node name. */
  Value parameter(
      String node, Op op, String name, TensorType type, Given given, Frame frame, Origin origin) {
    Stored stored = parameters.get(name);
    if (stored != null) {
      requireType(name, type, stored, given.function(), frame);
    }
    Value value = add(node, op, List.of(), given, frame, origin);
    parameters.putIfAbsent(name, new Stored(value, type, given.function(), true));
    return value;
  }

  private void requireType(String name, TensorType type, Stored stored, Span span, Frame frame) {
    if (!stored.type().equals(type)) {
      problems.error(
          Mistake.SHARED_WEIGHTS_DIFFER,
          span,
          "the weights `%s` are %s here and %s at %s"
                  .formatted(name, type, stored.type(), stored.span())
              + inside(frame));
      throw new Mistaken();
    }
  }

  private void report(ShapeException e, Op op, List<Value> operands, Given given, Frame frame) {
    List<String> names = OpSchema.of(op.getClass()).operands();
    String message = e.getMessage();
    Span span = given.spanNamedBy(message);
    if (e.operand().isPresent()) {
      int at = e.operand().getAsInt();
      boolean isVariadic = names.getLast().endsWith("*");
      String operand =
          isVariadic ? "operand " + (at + 1) : trim(names.get(Math.min(at, names.size() - 1)));
      message = (isVariadic ? operand : "`" + operand + "`") + " " + message;
      span = isVariadic ? given.operandSpan(at) : given.span(trim(operand));
    }
    long written =
        given.signature().params().stream()
            .filter(p -> p.kind().base() == Kind.Base.TENSOR && given.has(p.name()))
            .count();
    String types =
        operands.stream()
            .limit(written == 0 ? operands.size() : written)
            .map(v -> type(v).toString())
            .collect(Collectors.joining(", "));
    problems.error(
        e.isTooLarge() ? Mistake.ABSURD_SHAPE : Mistake.BAD_SHAPE,
        span,
        "`%s`: %s".formatted(given.functionName(), message) + inside(frame),
        operands.isEmpty() ? "" : "given " + types);
  }

  private static String trim(String operand) {
    return operand.replaceAll("[?*]$", "");
  }

  /** Says which use of a block a mistake belongs to. */
  static String inside(Frame frame) {
    return frame
        .callSite()
        .map(s -> ", in `%s` called at %s".formatted(frame.instance(), s))
        .orElse("");
  }
}

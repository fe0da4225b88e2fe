package dev.whittle.codegen.kernel;

import static dev.whittle.codegen.kernel.Expressions.compare;
import static dev.whittle.codegen.kernel.Expressions.constant;

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
import dev.whittle.codegen.kernel.Statement.Assign;
import dev.whittle.codegen.kernel.Statement.For;
import dev.whittle.codegen.kernel.Statement.If;
import dev.whittle.codegen.kernel.Statement.Invoke;
import dev.whittle.codegen.kernel.Statement.Let;
import dev.whittle.codegen.kernel.Statement.MaskedStore;
import dev.whittle.codegen.kernel.Statement.Store;
import java.util.List;

/**
 * Rewrites a method for a target of one lane, so that no vector kind is left: a vector becomes its
 * only lane, {@code MultiplyAdd} a product and a sum.
 */
public final class Scalarize {
  private Scalarize() {}

  /** The method over scalars alone. */
  public static KernelMethod rewrite(KernelMethod method) {
    return new KernelMethod(
        method.name(), method.parameters(), statements(method.body()), method.line());
  }

  private static List<Statement> statements(List<Statement> body) {
    return body.stream().map(Scalarize::statement).toList();
  }

  private static Statement statement(Statement statement) {
    return switch (statement) {
      case Let(Local local, Expression value) -> new Let(local(local), expression(value));
      case Assign(Local local, Expression value) -> new Assign(local(local), expression(value));
      case Store(Local buffer, Expression index, Expression value) ->
          new Store(buffer, expression(index), expression(value));
      case MaskedStore(Local buffer, Expression index, Expression value, Expression mask) ->
          new If(
              expression(mask),
              List.of(new Store(buffer, expression(index), expression(value))),
              List.of());
      case For(Local counter, Expression from, Expression to, int step, List<Statement> body) ->
          new For(counter, expression(from), expression(to), step, statements(body));
      case If(Expression condition, List<Statement> then, List<Statement> otherwise) ->
          new If(expression(condition), statements(then), statements(otherwise));
      case Invoke(String method, List<Expression> arguments) ->
          new Invoke(method, arguments.stream().map(Scalarize::expression).toList());
    };
  }

  private static Local local(Local local) {
    return new Local(local.name(), local.kind().lane(), local.id());
  }

  private static Expression expression(Expression expression) {
    return switch (expression) {
      case IntConstant constant -> constant;
      case FloatConstant constant -> constant;
      case Local local -> local(local);
      case Unary(UnaryOperator operator, Expression operand) ->
          new Unary(operator, expression(operand));
      case Binary(BinaryOperator operator, Expression left, Expression right) ->
          new Binary(operator, expression(left), expression(right));
      case MultiplyAdd(Expression left, Expression right, Expression addend) ->
          new Binary(
              BinaryOperator.ADD,
              new Binary(BinaryOperator.MULTIPLY, expression(left), expression(right)),
              expression(addend));
      case Broadcast(Expression scalar) -> expression(scalar);
      case LaneIndex() -> constant(0);
      case FirstLanes(Expression count) -> compare(Comparison.LESS, constant(0), expression(count));
      case Load(Local buffer, Expression index, Kind kind) ->
          new Load(buffer, expression(index), kind.lane());
      case MaskedLoad(Local buffer, Expression index, Expression mask) ->
          new Select(
              expression(mask), new Load(buffer, expression(index), Kind.FLOAT), constant(0f));
      case StridedLoad(Local buffer, Expression index, int stride) ->
          new Load(buffer, expression(index), Kind.FLOAT);
      case Rotate(Expression vector, int distance) -> expression(vector);
      case Spread(Expression vector, int span, int held, int index) -> expression(vector);
      case Interleave(Expression vector, int runs) -> expression(vector);
      case Compare(Comparison comparison, Expression left, Expression right) ->
          new Compare(comparison, expression(left), expression(right));
      case Select(Expression condition, Expression whenTrue, Expression whenFalse) ->
          new Select(expression(condition), expression(whenTrue), expression(whenFalse));
      case Reduce(Reduction reduction, Expression vector) -> expression(vector);
    };
  }
}

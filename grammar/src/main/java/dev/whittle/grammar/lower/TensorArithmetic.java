package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Operator;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Origin;
import dev.whittle.ir.Span;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.op.Sub;
import java.util.List;

/** {@code a + b} and its kin where at least one side is a tensor; a number becomes a constant. */
final class TensorArithmetic {
  private final Emitter emitter;
  private final Problems problems;

  TensorArithmetic(Emitter emitter, Problems problems) {
    this.emitter = emitter;
    this.problems = problems;
  }

  /**
   * Adds the operation's node.
   *
   * @param expression what the node makes, or null for an intermediate value
   */
  Datum binary(
      Operator operator,
      Given.Entry left,
      Given.Entry right,
      Span span,
      Expression expression,
      Naming naming) {
    Op op =
        switch (operator) {
          case PLUS -> new Add();
          case MINUS -> new Sub();
          case TIMES -> new Mul();
          case DIVIDE -> new Div();
          default -> {
            problems.error(
                Mistake.BAD_OPERANDS,
                span,
                "`%s` cannot be applied to %s and %s"
                    .formatted(
                        operator.text(), Wording.of(left.datum()), Wording.of(right.datum())),
                "tensors are added, subtracted, multiplied and divided");
            throw new Mistaken();
          }
        };
    OpSchema schema = OpSchema.of(op.getClass());
    Given given = new Given(Operators.signature(schema), span, problems);
    List<String> operands = schema.operands();
    Value a = tensor(left, right, given, naming);
    Value b = tensor(right, left, given, naming);
    given.put(operands.get(0), new Datum.Tensor(a), left.span());
    given.put(operands.get(1), new Datum.Tensor(b), right.span());
    String name =
        naming
            .loweringOf(expression)
            .flatMap(Lowering::name)
            .orElseGet(() -> naming.node(expression, schema.name()));
    Op chosen =
        naming.loweringOf(expression).flatMap(Lowering::choice).map(c -> c.wrap(op)).orElse(op);
    Origin origin = new Origin(span, List.of(), naming.documentationOf(expression));
    return new Datum.Tensor(
        emitter.add(name, chosen, List.of(a, b), given, naming.frame(), origin));
  }

  private Value tensor(Given.Entry entry, Given.Entry other, Given given, Naming naming) {
    return switch (entry.datum()) {
      case Datum.Tensor(Value value) -> value;
      case Datum.Int _, Datum.Decimal _ -> {
        Value value = ((Datum.Tensor) other.datum()).value();
        var tensor =
            ConstantTensors.of(emitter.type(value).element(), new int[0], List.of(entry.datum()));
        yield emitter.add(
            naming.node(null, "constant"),
            new Constant(tensor),
            List.of(),
            given,
            naming.frame(),
            Origin.at(entry.span()));
      }
      default -> {
        problems.error(
            Mistake.BAD_OPERANDS,
            entry.span(),
            "a tensor is combined with a tensor or a number, not with "
                + Wording.of(entry.datum()));
        throw new Mistaken();
      }
    };
  }
}

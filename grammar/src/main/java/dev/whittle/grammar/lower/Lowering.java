package dev.whittle.grammar.lower;

import dev.whittle.ir.Span;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.runtime.Layout;
import java.util.List;
import java.util.Optional;

/**
 * What {@code @name} and {@code @lowered} say about the node below them.
 *
 * @param name the node's name, when the variable's is not meant
 */
record Lowering(Span span, Optional<String> name, Optional<Choice> choice) {
  /**
   * The arguments of {@code @lowered}.
   *
   * @param expanded the functions of a map between an expansion and the convolution of it
   */
  record Choice(
      String algorithm,
      List<Layout> operands,
      Layout result,
      Optional<List<Activation>> expanded,
      List<Epilogue> epilogue) {
    Choice {
      operands = List.copyOf(operands);
      epilogue = List.copyOf(epilogue);
    }

    Op wrap(Op op) {
      Op own =
          op instanceof Conv filter && expanded.isPresent()
              ? new Expanded(filter, expanded.get())
              : op;
      return new Lowered(own, algorithm, operands, result, epilogue);
    }

    /** How many operands the epilogue adds to the operator's own. */
    int extraOperands() {
      return (int) epilogue.stream().filter(e -> e instanceof Epilogue.AddOperand).count();
    }
  }
}

package dev.whittle.ir.op;

import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Layout;
import java.util.List;
import java.util.Optional;

/**
 * An op for which algorithm, layouts and epilogue are chosen. It means what {@code op} means on its
 * own operands, followed by the epilogue.
 *
 * <p>Operands: those of {@code op}, then one for each {@link Epilogue.AddOperand}.
 *
 * @param algorithm the kernel, for example {@code direct} or a variant, {@code winograd/f4}; {@link
 *     #VIEW} needs no code, {@link #OPEN} is not chosen yet, {@code open:direct} neither, save that
 *     it will be {@code direct}
 * @param operandLayouts one layout for each operand
 * @param layout that of every result
 */
@Operator(
    name = "lowered",
    operands = {"x*"},
    summary = "An op with its algorithm, layouts and epilogue.")
public record Lowered(
    Op op, String algorithm, List<Layout> operandLayouts, Layout layout, List<Epilogue> epilogue)
    implements Op {
  /** The algorithm of ops that only rename memory. */
  public static final String VIEW = "view";

  /** The algorithm of ops whose kernel and layouts are still to be chosen. */
  public static final String OPEN = "open";

  private static final String PIN = OPEN + ":";

  public Lowered {
    if (op instanceof Lowered) {
      throw new IllegalArgumentException("lowered twice: " + op);
    }
    operandLayouts = List.copyOf(operandLayouts);
    epilogue = List.copyOf(epilogue);
  }

  /** How many of {@code count} operands belong to the inner op. */
  public int ownOperands(int count) {
    return count - (int) epilogue.stream().filter(e -> e instanceof Epilogue.AddOperand).count();
  }

  public boolean isView() {
    return algorithm.equals(VIEW);
  }

  public boolean isOpen() {
    return algorithm.equals(OPEN) || algorithm.startsWith(PIN);
  }

  /** The only algorithm that may be chosen, for an open op that a pipeline gave one. */
  public Optional<String> pinned() {
    return algorithm.startsWith(PIN)
        ? Optional.of(algorithm.substring(PIN.length()))
        : Optional.empty();
  }

  /** The same open op, for which no other algorithm than {@code pin} may be chosen. */
  public Lowered pin(String pin) {
    if (!isOpen()) {
      throw new IllegalStateException("chosen already: " + algorithm);
    }
    return new Lowered(op, PIN + pin, operandLayouts, layout, epilogue);
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    Check.length(
        operandLayouts.stream().map(Layout::rank).toList(), operands.size(), "operandLayouts");
    int own = ownOperands(operands.size());
    List<TensorType> types = op.infer(operands.subList(0, own));
    if (!epilogue.isEmpty() && types.size() != 1) {
      throw new ShapeException("an epilogue needs one result, " + op.operator() + " has more");
    }
    for (int i = own; i < operands.size(); i++) {
      if (!operands.get(i).equals(types.getFirst())) {
        throw new ShapeException(
            i, "added to %s, is %s".formatted(types.getFirst(), operands.get(i)));
      }
    }
    return types;
  }
}

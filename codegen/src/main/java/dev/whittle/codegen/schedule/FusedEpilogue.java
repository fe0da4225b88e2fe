package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.Expression;
import dev.whittle.codegen.kernel.Expressions;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.ir.op.Epilogue;
import java.util.List;
import java.util.function.Supplier;

/**
 * An epilogue in two parts: what a register tile applies before it stores, and what follows over
 * the stored tile because its code would be too long to repeat for every register.
 */
record FusedEpilogue(List<Epilogue> inline, List<Epilogue> later) {
  private static final int MOST_OPERATIONS = 16;

  /** Operations of a method, beside which a small tile has room in what HotSpot compiles. */
  private static final int MOST_IN_METHOD = 360;

  static final FusedEpilogue NONE = new FusedEpilogue(List.of(), List.of());

  FusedEpilogue {
    inline = List.copyOf(inline);
    later = List.copyOf(later);
  }

  /** For tiles of a few registers. */
  static FusedEpilogue of(List<Epilogue> epilogue) {
    return of(epilogue, MOST_OPERATIONS);
  }

  /**
   * For tiles that repeat the inline part for every register.
   *
   * @param most operations of the inline part: HotSpot's first compiler gives up on methods with
   *     more than some hundred vector operations in a row, and what it has not profiled never
   *     reaches the second one
   */
  static FusedEpilogue of(List<Epilogue> epilogue, int most) {
    int split = 0;
    int operations = 0;
    while (split < epilogue.size() && operations + operations(epilogue.get(split)) <= most) {
      operations += operations(epilogue.get(split));
      split++;
    }
    return new FusedEpilogue(epilogue.subList(0, split), epilogue.subList(split, epilogue.size()));
  }

  /** So many registers may go through all of {@code epilogue} in one method; one at least. */
  static int registers(List<Epilogue> epilogue) {
    int operations = epilogue.stream().mapToInt(FusedEpilogue::operations).sum();
    return Math.max(1, MOST_IN_METHOD / Math.max(1, operations));
  }

  boolean addsInline() {
    return inline.contains(new Epilogue.AddOperand());
  }

  boolean addsLater() {
    return later.contains(new Epilogue.AddOperand());
  }

  boolean adds() {
    return addsInline() || addsLater();
  }

  /** {@code value} after {@code steps}; {@code operand} loads the added one. */
  static Expression apply(
      KernelBuilder kernel,
      Lanes lanes,
      List<Epilogue> steps,
      Expression value,
      Supplier<Expression> operand) {
    Expression current = value;
    for (Epilogue step : steps) {
      current =
          switch (step) {
            case Epilogue.AddOperand() -> Expressions.add(current, operand.get());
            case Epilogue.Apply(var activation) ->
                Activations.apply(kernel, lanes, activation, kernel.let("before", current));
          };
    }
    return current;
  }

  /** Stands for the added operand where a schedule offers to add none. */
  static Expression none() {
    throw new IllegalStateException("this kernel adds no operand");
  }

  /** A part of a kernel's name: {@code _add_relu}, or nothing. */
  static String name(List<Epilogue> steps) {
    StringBuilder text = new StringBuilder();
    for (Epilogue step : steps) {
      text.append('_');
      text.append(
          switch (step) {
            case Epilogue.AddOperand() -> "add";
            case Epilogue.Apply(var activation) -> Activations.name(activation);
          });
    }
    return text.toString();
  }

  private static int operations(Epilogue step) {
    return step instanceof Epilogue.Apply(var activation) ? Activations.operations(activation) : 2;
  }
}

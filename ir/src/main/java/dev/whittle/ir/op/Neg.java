package dev.whittle.ir.op;

/** {@code y = -x}; the sign turns at zero too. */
@Operator(
    name = "neg",
    operands = {"x"},
    summary = "The opposite number.")
public record Neg() implements Activation {}

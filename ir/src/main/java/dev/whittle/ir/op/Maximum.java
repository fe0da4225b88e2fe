package dev.whittle.ir.op;

/** The larger operand, broadcast; NaN when one of them is. */
@Operator(
    name = "maximum",
    operands = {"left", "right"},
    summary = "Larger number, element by element.")
public record Maximum() implements Arithmetic {}

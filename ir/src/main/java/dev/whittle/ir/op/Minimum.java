package dev.whittle.ir.op;

/** The smaller operand, broadcast; NaN when one of them is. */
@Operator(
    name = "minimum",
    operands = {"left", "right"},
    summary = "Smaller number, element by element.")
public record Minimum() implements Arithmetic {}

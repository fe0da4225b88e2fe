package dev.whittle.ir.op;

/** {@code y = |x|}; NaN stays NaN, {@code |-0| = 0}. */
@Operator(
    name = "abs",
    operands = {"x"},
    summary = "Absolute value.")
public record Abs() implements Activation {}

package dev.whittle.ir.op;

/** {@code y = x / (1 + exp(−x)).} */
@Operator(
    name = "silu",
    operands = {"x"},
    summary = "Sigmoid-weighted linear unit (swish).")
public record Silu() implements Activation {}

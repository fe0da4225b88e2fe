package dev.whittle.ir.op;

/** {@code y = x · min(max(x / 6 + 1/2, 0), 1).} */
@Operator(
    name = "hard_swish",
    operands = {"x"},
    summary = "Piecewise approximation of silu.")
public record HardSwish() implements Activation {}

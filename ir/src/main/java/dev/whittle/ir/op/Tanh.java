package dev.whittle.ir.op;

/** {@code y = tanh(x).} */
@Operator(
    name = "tanh",
    operands = {"x"},
    summary = "Hyperbolic tangent.")
public record Tanh() implements Activation {}

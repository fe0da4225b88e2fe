package dev.whittle.ir.op;

/** {@code y = 1 / (1 + exp(−x)).} */
@Operator(
    name = "sigmoid",
    operands = {"x"},
    summary = "Logistic function.")
public record Sigmoid() implements Activation {}

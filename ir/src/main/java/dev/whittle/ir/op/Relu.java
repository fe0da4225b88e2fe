package dev.whittle.ir.op;

/** {@code y = max(x, 0).} */
@Operator(
    name = "relu",
    operands = {"x"},
    summary = "Rectified linear unit.")
public record Relu() implements Activation {}

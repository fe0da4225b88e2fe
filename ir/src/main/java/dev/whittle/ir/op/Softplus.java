package dev.whittle.ir.op;

/** {@code y = ln(1 + e^x).} */
@Operator(
    name = "softplus",
    operands = {"x"},
    summary = "Smooth rectified linear unit.")
public record Softplus() implements Activation {}

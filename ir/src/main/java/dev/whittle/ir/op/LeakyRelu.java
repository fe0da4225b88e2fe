package dev.whittle.ir.op;

/** {@code y = x for x ≥ 0, else alpha · x.} */
@Operator(
    name = "leaky_relu",
    operands = {"x"},
    summary = "Rectified linear unit with a slope below zero.")
public record LeakyRelu(@Default("0.01") float alpha) implements Activation {}

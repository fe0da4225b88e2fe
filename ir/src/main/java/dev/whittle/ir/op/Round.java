package dev.whittle.ir.op;

/** The nearest whole number; of two that are as near, the even one. */
@Operator(
    name = "rint",
    operands = {"x"},
    summary = "Nearest whole number.")
public record Round() implements Activation {}

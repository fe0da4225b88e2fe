package dev.whittle.ir.op;

/** {@code left · right}, broadcast. */
@Operator(
    name = "mul",
    operands = {"left", "right"},
    summary = "Product, element by element.")
public record Mul() implements Arithmetic {}

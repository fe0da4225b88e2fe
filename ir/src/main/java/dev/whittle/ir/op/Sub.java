package dev.whittle.ir.op;

/** {@code left − right}, broadcast. */
@Operator(
    name = "sub",
    operands = {"left", "right"},
    summary = "Difference, element by element.")
public record Sub() implements Arithmetic {}

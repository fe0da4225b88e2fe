package dev.whittle.ir.op;

/** {@code y = 2/√π ∫₀ˣ e^−t² dt.} */
@Operator(
    name = "erf",
    operands = {"x"},
    summary = "Gauss error function.")
public record Erf() implements Activation {}

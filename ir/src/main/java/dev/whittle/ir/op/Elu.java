package dev.whittle.ir.op;

/** {@code y = x for x ≥ 0, else alpha · (e^x − 1)} (Clevert et al. 2016). */
@Operator(
    name = "elu",
    operands = {"x"},
    summary = "Exponential linear unit.")
public record Elu(@Default("1.0") float alpha) implements Activation {}

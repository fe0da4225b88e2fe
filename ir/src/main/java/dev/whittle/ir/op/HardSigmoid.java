package dev.whittle.ir.op;

/** {@code y = min(max(alpha · x + beta, 0), 1).} */
@Operator(
    name = "hard_sigmoid",
    operands = {"x"},
    summary = "Piecewise linear logistic function.")
public record HardSigmoid(@Default("0.2") float alpha, @Default("0.5") float beta)
    implements Activation {}

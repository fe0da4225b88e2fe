package dev.whittle.ir.op;

/** {@code y = min(max(x, min), max).} */
@Operator(
    name = "clip",
    operands = {"x"},
    summary = "Limits to a range; relu6 is clip(0, 6).")
public record Clip(float min, float max) implements Activation {}

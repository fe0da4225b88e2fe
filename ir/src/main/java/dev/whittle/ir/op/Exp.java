package dev.whittle.ir.op;

/** {@code y = e^x.} */
@Operator(
    name = "exp",
    operands = {"x"},
    summary = "Exponential function.")
public record Exp() implements Activation {
  @Override
  public boolean keepsFinite() {
    return false;
  }
}

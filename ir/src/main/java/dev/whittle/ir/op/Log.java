package dev.whittle.ir.op;

/** {@code y = ln x}; NaN below 0, −∞ at 0. */
@Operator(
    name = "log",
    operands = {"x"},
    summary = "Natural logarithm.")
public record Log() implements Activation {
  @Override
  public boolean keepsFinite() {
    return false;
  }
}

package dev.whittle.ir.op;

/** {@code y = √x}; NaN below 0. */
@Operator(
    name = "square_root",
    operands = {"x"},
    summary = "Square root.")
public record Sqrt() implements Activation {
  @Override
  public boolean keepsFinite() {
    return false;
  }
}

package dev.whittle.ir.op;

/** {@code left^right}, broadcast, with the special cases of IEEE 754. */
@Operator(
    name = "pow",
    operands = {"left", "right"},
    summary = "Power, element by element.")
public record Pow() implements Arithmetic {
  @Override
  public boolean keepsFinite() {
    return false;
  }
}

package dev.whittle.ir.op;

/** {@code left / right}, broadcast. */
@Operator(
    name = "div",
    operands = {"left", "right"},
    summary = "Quotient, element by element.")
public record Div() implements Arithmetic {
  @Override
  public boolean keepsFinite() {
    return false;
  }
}

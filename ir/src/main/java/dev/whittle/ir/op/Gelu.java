package dev.whittle.ir.op;

/**
 * {@code y = x · Φ(x)} with the normal distribution {@code Φ(x) = (1 + erf(x / √2)) / 2}, or with
 * {@code (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2} in its place (Hendrycks and Gimpel 2016).
 */
@Operator(
    name = "gelu",
    operands = {"x"},
    summary = "Gaussian error linear unit.")
public record Gelu(@Default("\"none\"") Approximation approximation) implements Activation {
  /** How the normal distribution is computed. */
  public enum Approximation {
    NONE,
    TANH
  }
}

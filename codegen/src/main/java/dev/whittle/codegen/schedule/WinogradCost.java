package dev.whittle.codegen.schedule;

/**
 * A first estimate of what a Winograd convolution takes, in operations at the arithmetic peak.
 *
 * @param plan how the convolution is cut
 * @param inputs channels that each output channel reads
 */
record WinogradCost(WinogradPlan plan, int inputs) {
  /** What the products' register tiles reach of the peak. */
  private static final double PRODUCTS = 0.75;

  /** Operations that moving one float into or out of the transformed domain stands for. */
  private static final double TRANSFORM = 32;

  /** Operations in the time of a byte of weights from the last cache, and from memory. */
  private static final double FROM_CACHE = 3;

  private static final double FROM_MEMORY = 13;
  private static final double CACHE = 24 << 20;

  /** The share of the peak, counting the {@code flops} of the plain sums. */
  double efficiency(double flops) {
    return flops / (products() + transforms() + weights());
  }

  private double kernels() {
    return (double) plan.slabs().values() * inputs * plan.slabs().vectors() * plan.slabs().lanes();
  }

  private double products() {
    return 2.0 * plan.slabs().groups() * plan.slabs().width() * kernels() / PRODUCTS;
  }

  private double transforms() {
    double floats = (double) plan.slabs().tiles() * plan.slabs().values() * plan.slabs().lanes();
    return TRANSFORM * floats * (plan.slabs().blocks() + plan.slabs().vectors());
  }

  private double weights() {
    double bytes = Float.BYTES * kernels();
    double first = bytes > CACHE ? FROM_MEMORY : FROM_CACHE;
    return bytes * (first + (plan.slabs().slabs() - 1) * FROM_CACHE);
  }
}

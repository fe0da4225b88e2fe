package dev.whittle.cli.compress;

/**
 * The exact test of McNemar (1947): do two networks differ in how often they are right, when both
 * look at the same pictures? Only pictures that one alone gets right tell. If the networks were as
 * good as each other, each of these would fall to either side like a fair coin.
 *
 * @param lost what only the first one gets right
 * @param won what only the second one gets right
 */
record McNemar(int lost, int won) {
  McNemar {
    if (lost < 0 || won < 0) {
      throw new IllegalArgumentException("%d lost, %d won".formatted(lost, won));
    }
  }

  /** How likely a split as uneven as this one or more so is by chance, on either side. */
  double probability() {
    int all = lost + won;
    double logarithm = -all * Math.log(2);
    double tail = Math.exp(logarithm);
    for (int i = 1; i <= Math.min(lost, won); i++) {
      logarithm += Math.log(all - i + 1.0) - Math.log(i);
      tail += Math.exp(logarithm);
    }
    return Math.min(1, 2 * tail);
  }
}

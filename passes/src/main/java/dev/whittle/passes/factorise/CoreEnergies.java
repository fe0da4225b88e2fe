package dev.whittle.passes.factorise;

import dev.whittle.passes.linear.Multiway;

/**
 * How much of the energy of a core lies in its leading part.
 *
 * @param sums at {@code [o][i]}, the energy of the first o indices of axis 0 and i of axis 1
 */
record CoreEnergies(double[][] sums) {
  static CoreEnergies of(Multiway core) {
    int first = core.sizes()[0];
    int second = core.sizes()[1];
    int each = core.values().length / (first * second);
    double[][] sums = new double[first + 1][second + 1];
    for (int o = 0; o < first; o++) {
      for (int i = 0; i < second; i++) {
        double energy = 0;
        for (int k = 0; k < each; k++) {
          double value = core.values()[(o * second + i) * each + k];
          energy += value * value;
        }
        sums[o + 1][i + 1] = energy + sums[o][i + 1] + sums[o + 1][i] - sums[o][i];
      }
    }
    return new CoreEnergies(sums);
  }

  double kept(int first, int second) {
    return sums[first][second];
  }

  double all() {
    return sums[sums.length - 1][sums[0].length - 1];
  }
}

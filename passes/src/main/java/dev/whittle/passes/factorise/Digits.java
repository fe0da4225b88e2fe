package dev.whittle.passes.factorise;

import java.util.Arrays;

/** Numbers as products. */
final class Digits {
  private Digits() {}

  /**
   * {@code count} factors of {@code number}, as equal as its prime factors allow, largest first.
   */
  static int[] of(int number, int count) {
    int[] factors = new int[count];
    Arrays.fill(factors, 1);
    int rest = number;
    int[] primes = new int[Integer.SIZE];
    int found = 0;
    for (int prime = 2; rest > 1; prime++) {
      if ((long) prime * prime > rest) {
        prime = rest;
      }
      while (rest % prime == 0) {
        primes[found++] = prime;
        rest /= prime;
      }
    }
    while (found > 0) {
      int least = 0;
      for (int i = 1; i < count; i++) {
        least = factors[i] < factors[least] ? i : least;
      }
      factors[least] *= primes[--found];
    }
    Arrays.sort(factors);
    for (int i = 0; i < count / 2; i++) {
      int swapped = factors[i];
      factors[i] = factors[count - 1 - i];
      factors[count - 1 - i] = swapped;
    }
    return factors;
  }
}

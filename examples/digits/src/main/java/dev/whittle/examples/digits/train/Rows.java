package dev.whittle.examples.digits.train;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops, over rows whose length is a multiple of {@link Maps#PICTURES}. The results do
 * not depend on the width of the machine's vectors.
 */
final class Rows {
  private static final VectorSpecies<Float> VECTOR = FloatVector.SPECIES_PREFERRED;

  private Rows() {}

  /** Adds {@code factor} times a row to a row. */
  static void addScaled(
      float[] target, int targetAt, float[] source, int sourceAt, float factor, int length) {
    for (int i = 0; i < length; i += VECTOR.length()) {
      FloatVector scaled = FloatVector.fromArray(VECTOR, source, sourceAt + i).mul(factor);
      FloatVector.fromArray(VECTOR, target, targetAt + i)
          .add(scaled)
          .intoArray(target, targetAt + i);
    }
  }

  /** Adds the products of two rows to {@code target}, all of it. */
  static void addProducts(float[] target, float[] a, int aAt, float[] b, int bAt) {
    for (int i = 0; i < target.length; i += VECTOR.length()) {
      FloatVector product =
          FloatVector.fromArray(VECTOR, a, aAt + i).mul(FloatVector.fromArray(VECTOR, b, bAt + i));
      FloatVector.fromArray(VECTOR, target, i).add(product).intoArray(target, i);
    }
  }

  /** The sum of a row: first picture by picture, then over the pictures. */
  static float sum(float[] values, int from, int length) {
    float[] lanes = new float[Maps.PICTURES];
    for (int at = from; at < from + length; at += Maps.PICTURES) {
      for (int i = 0; i < Maps.PICTURES; i++) {
        lanes[i] += values[at + i];
      }
    }
    float sum = 0;
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}

package dev.whittle.examples.glyphs;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The convolutional part of the network, its weights chosen by rule.
 *
 * <ul>
 *   <li>{@code edges}: the slope of the brightness in 16 directions, each direction followed later
 *       by its opposite. What stays below the noise threshold is cut off.
 *   <li>{@code parts}: 8 straight strokes and 28 meetings of two directions. Opposite directions
 *       get the same weight, so dark on light and light on dark are alike from here on.
 *   <li>{@code inhibition}: parts at the same place weaken each other, as a residual.
 *   <li>{@code squeeze}, {@code near}, {@code around}: fixed random mixtures of neighbouring parts.
 * </ul>
 */
final class Features {
  private static final int DIRECTIONS = 16;
  private static final int HALF = DIRECTIONS / 2;
  private static final int PARTS = HALF + HALF * (HALF - 1) / 2;
  private static final int SQUEEZED = 16;
  private static final int NEAR = 16;
  private static final int AROUND = 32;
  private static final float INHIBITION = 0.5f;
  private static final double[] LUMINANCE = {0.299, 0.587, 0.114};
  private static final double NOISE = 0.12;

  /** Numbers the convolutional part makes of a picture. */
  static final int COUNT = (NEAR + AROUND) * 5 * 5;

  private final Layer edges = edges();
  private final Layer parts = parts();
  private final Layer inhibition = inhibition();
  private final Layer squeeze;
  private final Layer near;
  private final Layer around;

  Features(long seed) {
    Random random = new Random(seed);
    squeeze = mixture("squeeze", PARTS, SQUEEZED, 1, random);
    near = mixture("near", SQUEEZED, NEAR, 1, random);
    around = mixture("around", SQUEEZED, AROUND, 3, random);
  }

  List<Weight> weights() {
    List<Weight> all = new ArrayList<>();
    for (Layer layer : List.of(edges, parts, inhibition, squeeze, near, around)) {
      all.addAll(layer.weights());
    }
    return all;
  }

  /** What the readout sees of a picture: 48 maps of 5 by 5. */
  float[] of(Picture picture) {
    Maps strokes = parts.apply(edges.apply(Maps.of(picture)).relu().pool()).relu();
    Maps sharp = strokes.plus(inhibition.apply(strokes)).relu().pool();
    Maps mixed = squeeze.apply(sharp).relu();
    return near.apply(mixed).relu().concat(around.apply(mixed).relu()).pool().values();
  }

  private static Layer edges() {
    float[] weight = new float[DIRECTIONS * 3 * 25];
    float[] bias = new float[DIRECTIONS];
    for (int d = 0; d < DIRECTIONS; d++) {
      double[] slope = slope(2 * Math.PI * d / DIRECTIONS);
      for (int i = 0; i < 75; i++) {
        weight[d * 75 + i] = (float) (LUMINANCE[i / 25] * slope[i % 25]);
      }
      bias[d] = (float) -NOISE;
    }
    return new Layer("edges", 3, DIRECTIONS, 5, 0, weight, bias);
  }

  /** The derivative of a Gaussian, longer along the edge than across; 1 on a step of height 1. */
  private static double[] slope(double angle) {
    double[] values = new double[25];
    double step = 0;
    for (int i = 0; i < 25; i++) {
      double x = i % 5 - 2;
      double y = i / 5 - 2;
      double across = x * StrictMath.cos(angle) + y * StrictMath.sin(angle);
      double along = y * StrictMath.cos(angle) - x * StrictMath.sin(angle);
      values[i] = across * StrictMath.exp(-across * across / 2.2 - along * along / 4);
      step += Math.max(values[i], 0);
    }
    for (int i = 0; i < 25; i++) {
      values[i] /= step;
    }
    return values;
  }

  private static Layer parts() {
    float[] weight = new float[PARTS * DIRECTIONS * 9];
    int part = 0;
    for (int a = 0; a < HALF; a++) {
      for (int b = a; b < HALF; b++) {
        for (int d = 0; d < DIRECTIONS; d++) {
          boolean wanted = d % HALF == a || d % HALF == b;
          for (int i = 0; i < 9; i++) {
            double fade = StrictMath.exp(-(sq(i % 3 - 1) + sq(i / 3 - 1)) / 2.0);
            double along = a == b ? alongStroke(i, Math.PI * a / HALF) : 1;
            weight[(part * DIRECTIONS + d) * 9 + i] =
                (float) ((wanted ? (a == b ? 2 : 1) * along : -0.3) * fade / 4);
          }
        }
        part++;
      }
    }
    return new Layer("parts", DIRECTIONS, PARTS, 3, 1, weight, new float[PARTS]);
  }

  private static double alongStroke(int cell, double angle) {
    double across = (cell % 3 - 1) * StrictMath.cos(angle) + (cell / 3 - 1) * StrictMath.sin(angle);
    return StrictMath.exp(-across * across);
  }

  private static double sq(double x) {
    return x * x;
  }

  private static Layer inhibition() {
    float[] weight = new float[PARTS * PARTS];
    for (int o = 0; o < PARTS; o++) {
      for (int c = 0; c < PARTS; c++) {
        weight[o * PARTS + c] = o == c ? 0 : -INHIBITION / PARTS;
      }
    }
    return new Layer("inhibition", PARTS, PARTS, 1, 0, weight, new float[PARTS]);
  }

  private static Layer mixture(String name, int inputs, int outputs, int kernel, Random random) {
    float[] weight = new float[outputs * inputs * kernel * kernel];
    double spread = Math.sqrt(2.0 / (inputs * kernel * kernel));
    for (int i = 0; i < weight.length; i++) {
      weight[i] = (float) (spread * random.nextGaussian());
    }
    return new Layer(name, inputs, outputs, kernel, kernel / 2, weight, new float[outputs]);
  }
}

package dev.whittle.examples.glyphs;

import java.util.Random;

/**
 * One way to draw a glyph on a square picture; every number is drawn from the seed.
 *
 * @param scale of the glyph, 1 fills about two thirds of the height
 * @param shiftX pixels to the right
 * @param shiftY pixels down
 * @param turn radians, clockwise
 * @param slant pixels to the left for each pixel down
 * @param pen the pen's radius in pixels
 * @param ink red, green and blue of the pen, 0 to 1
 * @param paper red, green and blue of the background
 * @param shade how much brighter the right edge of the picture is than the left
 * @param noise standard deviation of the noise in every channel of every pixel
 */
record Variation(
    int glyph,
    double scale,
    double shiftX,
    double shiftY,
    double turn,
    double slant,
    double pen,
    double[] ink,
    double[] paper,
    double shade,
    double noise,
    long seed) {
  private static final double[] LUMINANCE = {0.299, 0.587, 0.114};

  static Variation of(int glyph, Kind kind, long seed) {
    Random random = new Random(seed * 0x9E3779B97F4A7C15L + 31L * glyph + kind.ordinal());
    random.nextDouble();
    boolean inverted = kind == Kind.INVERTED || kind == Kind.ALL && random.nextBoolean();
    double contrast = kind.includes(Kind.FAINT) ? 0.35 + 0.25 * random.nextDouble() : 0.7;
    double[] light = colour(random, 0.68 + 0.3 * random.nextDouble());
    double[] dark = colour(random, luminance(light) - contrast);
    return new Variation(
        glyph,
        kind.includes(Kind.SCALED) ? 0.78 + 0.44 * random.nextDouble() : 1,
        kind.includes(Kind.SHIFTED) ? uniform(random, 4) : 0,
        kind.includes(Kind.SHIFTED) ? uniform(random, 4) : 0,
        kind.includes(Kind.TURNED) ? uniform(random, 0.2) : 0,
        kind.includes(Kind.SLANTED) ? uniform(random, 0.22) : 0,
        kind.includes(Kind.THICK) ? 1 + 1.6 * random.nextDouble() : 1.5,
        inverted ? light : dark,
        inverted ? dark : light,
        kind.includes(Kind.SHADED) ? uniform(random, 0.25) : 0,
        kind.includes(Kind.NOISY) ? 0.04 + 0.08 * random.nextDouble() : 0,
        random.nextLong());
  }

  private static double uniform(Random random, double bound) {
    return bound * (2 * random.nextDouble() - 1);
  }

  /** A random colour of the given luminance, or near it where that needs a channel out of range. */
  private static double[] colour(Random random, double luminance) {
    double target = Math.clamp(luminance, 0, 1);
    double[] colour = {random.nextDouble(), random.nextDouble(), random.nextDouble()};
    double difference = target - luminance(colour);
    for (int i = 0; i < 3; i++) {
      colour[i] = Math.clamp(colour[i] + difference, 0, 1);
    }
    double remaining = target - luminance(colour);
    for (int i = 0; i < 3; i++) {
      colour[i] = Math.clamp(colour[i] + remaining, 0, 1);
    }
    return colour;
  }

  private static double luminance(double[] colour) {
    return LUMINANCE[0] * colour[0] + LUMINANCE[1] * colour[1] + LUMINANCE[2] * colour[2];
  }
}

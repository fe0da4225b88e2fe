package dev.whittle.examples.digits.train;

import java.util.Random;

/**
 * One way to see a picture: shifted, turned, scaled and slanted a little, in two shades of grey of
 * which either may be the darker.
 *
 * @param across how far a step to the right goes in the original, in its pixels: right and down
 * @param down how far a step down goes
 * @param ink the shade of 255, −1 is black and 1 white
 * @param paper the shade of 0
 */
record Variation(
    double[] across, double[] down, double shiftX, double shiftY, double ink, double paper) {
  static Variation of(Random random) {
    double turn = uniform(random, 0.2);
    double slant = uniform(random, 0.2);
    double scale = 1 + uniform(random, 0.12);
    double cos = StrictMath.cos(turn) * scale;
    double sin = StrictMath.sin(turn) * scale;
    double contrast = 1 + random.nextDouble();
    double dark = -1 + random.nextDouble() * (2 - contrast);
    boolean isInverted = random.nextBoolean();
    return new Variation(
        new double[] {cos, sin},
        new double[] {-sin + slant * cos, cos + slant * sin},
        uniform(random, 2),
        uniform(random, 2),
        isInverted ? dark : dark + contrast,
        isInverted ? dark + contrast : dark);
  }

  /** Writes the {@code index}-th picture of {@code target}. */
  void write(byte[] picture, Maps target, int index) {
    int size = target.size();
    double centre = (size - 1) / 2.0;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        double right = x - centre - shiftX;
        double below = y - centre - shiftY;
        double value =
            sample(
                picture,
                size,
                centre + across[0] * right + down[0] * below,
                centre + across[1] * right + down[1] * below);
        target.values()[target.at(0, y, x) + index] = (float) (paper + value / 255 * (ink - paper));
      }
    }
  }

  /** The brightness between pixels, by bilinear interpolation; 0 outside. */
  private static double sample(byte[] picture, int size, double x, double y) {
    int left = (int) Math.floor(x);
    int top = (int) Math.floor(y);
    double right = x - left;
    double below = y - top;
    return (1 - below)
            * ((1 - right) * pixel(picture, size, left, top)
                + right * pixel(picture, size, left + 1, top))
        + below
            * ((1 - right) * pixel(picture, size, left, top + 1)
                + right * pixel(picture, size, left + 1, top + 1));
  }

  private static int pixel(byte[] picture, int size, int x, int y) {
    return x < 0 || y < 0 || x >= size || y >= size ? 0 : picture[y * size + x] & 0xff;
  }

  private static double uniform(Random random, double bound) {
    return bound * (2 * random.nextDouble() - 1);
  }
}

package dev.whittle.runtime.picture;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/** Takes 8-bit red, green and blue out of images of every kind. */
final class Pixels {
  private static final int WHITE = 255;

  private Pixels() {}

  static byte[] rgb(BufferedImage image) {
    ColorModel model = image.getColorModel();
    int space = model.getColorSpace().getType();
    boolean isRaw =
        model instanceof ComponentColorModel
            && !model.isAlphaPremultiplied()
            && model.getTransferType() <= DataBuffer.TYPE_USHORT
            && (space == ColorSpace.TYPE_GRAY || space == ColorSpace.TYPE_RGB);
    return isRaw
        ? samples(image.getRaster(), space == ColorSpace.TYPE_GRAY ? 1 : 3)
        : converted(image);
  }

  /**
   * Converts CMYK.
   *
   * @param isInverted whether 255 means no ink, as Adobe's programs write
   */
  static byte[] rgbOfCmyk(Raster raster, boolean isInverted, boolean isYcck) {
    int width = raster.getWidth();
    byte[] rgb = new byte[3 * width * raster.getHeight()];
    int[] row = new int[4 * width];
    for (int y = 0, at = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < 4 * width; x += 4) {
        if (isYcck) {
          toRgb(row, x);
        }
        int light = isInverted ? row[x + 3] : 255 - row[x + 3];
        for (int c = 0; c < 3; c++) {
          int colour = isInverted ? row[x + c] : 255 - row[x + c];
          rgb[at++] = (byte) ((colour * light + 127) / 255);
        }
      }
    }
    return rgb;
  }

  private static void toRgb(int[] row, int x) {
    float luma = row[x];
    float blue = row[x + 1] - 128;
    float red = row[x + 2] - 128;
    row[x] = Math.clamp(Math.round(luma + 1.402f * red), 0, 255);
    row[x + 1] = Math.clamp(Math.round(luma - 0.344136f * blue - 0.714136f * red), 0, 255);
    row[x + 2] = Math.clamp(Math.round(luma + 1.772f * blue), 0, 255);
  }

  private static byte[] samples(Raster raster, int colours) {
    int width = raster.getWidth();
    int bands = raster.getNumBands();
    int bits = raster.getSampleModel().getSampleSize(0);
    byte[] rgb = new byte[3 * width * raster.getHeight()];
    int[] row = new int[bands * width];
    for (int y = 0, at = 0; y < raster.getHeight(); y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < bands * width; x += bands) {
        int alpha = bands > colours ? eightBits(row[x + colours], bits) : 255;
        for (int c = 0; c < 3; c++) {
          int colour = eightBits(row[x + (colours == 1 ? 0 : c)], bits);
          rgb[at++] = (byte) overWhite(colour, alpha);
        }
      }
    }
    return rgb;
  }

  private static byte[] converted(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int[] row = new int[width];
    for (int y = 0, at = 0; y < image.getHeight(); y++) {
      image.getRGB(0, y, width, 1, row, 0, width);
      for (int argb : row) {
        int alpha = argb >>> 24;
        rgb[at++] = (byte) overWhite(argb >> 16 & 0xff, alpha);
        rgb[at++] = (byte) overWhite(argb >> 8 & 0xff, alpha);
        rgb[at++] = (byte) overWhite(argb & 0xff, alpha);
      }
    }
    return rgb;
  }

  private static int eightBits(int sample, int bits) {
    int most = (1 << bits) - 1;
    return bits == 8 ? sample : (sample * 255 + most / 2) / most;
  }

  private static int overWhite(int colour, int alpha) {
    return alpha == 255 ? colour : (colour * alpha + WHITE * (255 - alpha) + 127) / 255;
  }
}

package dev.whittle.runtime.picture;

import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Tensor;

/** Turns pictures into a network's input, as its {@link Preprocessing} says. */
public final class PictureInput {
  private final Preprocessing preprocessing;
  private final float[][] values;

  /** Prepares for one kind of input. */
  public PictureInput(Preprocessing preprocessing) {
    this.preprocessing = preprocessing;
    this.values = new float[preprocessing.order().channels()][256];
    for (int c = 0; c < values.length; c++) {
      float mean = preprocessing.mean().get(c);
      float std = preprocessing.std().get(c);
      for (int pixel = 0; pixel < 256; pixel++) {
        values[c][pixel] = (pixel * preprocessing.scale() - mean) / std;
      }
    }
  }

  /** Floats of one picture: channels times crop height times crop width. */
  public int size() {
    return values.length * preprocessing.cropHeight() * preprocessing.cropWidth();
  }

  /** The picture as a tensor of shape 1 x channels x crop height x crop width. */
  public Tensor tensor(Picture picture) {
    float[] target = new float[size()];
    write(picture, target, 0);
    return Tensor.of(
        target, 1, values.length, preprocessing.cropHeight(), preprocessing.cropWidth());
  }

  /**
   * Writes the picture as channels, rows and columns.
   *
   * <p>The shorter side becomes {@code resize} pixels, the longer one keeps the proportion, rounded
   * down; then the middle is cut out, where the margin is odd as {@link Math#rint} has it. Nothing
   * is resampled when the shorter side has that size already, or the whole picture has the size of
   * the crop. Grey is {@code 0.299 R + 0.587 G + 0.114 B}.
   *
   * @throws PictureException when the picture is smaller than the crop and may not be resized
   */
  public void write(Picture picture, float[] target, int offset) {
    int cropWidth = preprocessing.cropWidth();
    int cropHeight = preprocessing.cropHeight();
    int width = picture.width();
    int height = picture.height();
    boolean isReady = width == cropWidth && height == cropHeight;
    int shorter = Math.min(width, height);
    if (preprocessing.resize() > 0 && !isReady) {
      width = scaled(width, shorter);
      height = scaled(height, shorter);
    }
    if (width < cropWidth || height < cropHeight) {
      throw new PictureException(
          picture.name(),
          "is %d x %d pixels%s, the network cuts out %d x %d"
              .formatted(
                  width,
                  height,
                  preprocessing.resize() > 0 ? " once resized" : "",
                  cropWidth,
                  cropHeight),
          "let the input's preprocessing resize to at least the crop");
    }
    int x = (int) Math.rint((width - cropWidth) / 2.0);
    int y = (int) Math.rint((height - cropHeight) / 2.0);
    fill(Resampler.resize(picture, width, height, x, y, cropWidth, cropHeight), target, offset);
  }

  private int scaled(int side, int shorter) {
    long scaled = (long) preprocessing.resize() * side / shorter;
    return (int) Math.min(Integer.MAX_VALUE, scaled);
  }

  private void fill(byte[] rgb, float[] target, int offset) {
    int pixels = rgb.length / Picture.CHANNELS;
    for (int i = 0; i < pixels; i++) {
      int red = rgb[3 * i] & 0xff;
      int green = rgb[3 * i + 1] & 0xff;
      int blue = rgb[3 * i + 2] & 0xff;
      switch (preprocessing.order()) {
        case RGB -> set(target, offset + i, pixels, red, green, blue);
        case BGR -> set(target, offset + i, pixels, blue, green, red);
        case GREY ->
            target[offset + i] =
                values[0][19595 * red + 38470 * green + 7471 * blue + 0x8000 >> 16];
      }
    }
  }

  private void set(float[] target, int at, int plane, int first, int second, int third) {
    target[at] = values[0][first];
    target[at + plane] = values[1][second];
    target[at + 2 * plane] = values[2][third];
  }
}

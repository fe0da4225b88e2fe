package dev.whittle.runtime.picture;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A decoded picture: 8-bit red, green and blue, row by row from the top, the right way up.
 *
 * <p>JPEG, PNG, GIF (its first frame) and BMP are read, whatever their colours: grey becomes three
 * equal channels, transparent pixels are laid over white, CMYK is converted without a profile, 16
 * bits are rounded to 8. Colour profiles are ignored, as the tools that networks are trained with
 * do. A photograph is turned as its EXIF orientation says.
 */
public final class Picture {
  static final int CHANNELS = 3;

  private final String name;
  private final int width;
  private final int height;
  private final byte[] rgb;

  Picture(String name, int width, int height, byte[] rgb) {
    this.name = name;
    this.width = width;
    this.height = height;
    this.rgb = rgb;
  }

  /**
   * Reads a picture file.
   *
   * @throws PictureException when it is missing, damaged, of another format, or has more pixels
   *     than {@link dev.whittle.runtime.Knobs#picturePixels()}
   */
  public static Picture read(Path file) {
    if (Files.isDirectory(file)) {
      throw new PictureException(file.toString(), "is a folder, expected a picture", "");
    }
    try (InputStream stream = Files.newInputStream(file)) {
      return read(stream, file.toString());
    } catch (NoSuchFileException e) {
      throw new PictureException(file.toString(), "no such file", "", e);
    } catch (IOException e) {
      throw new PictureException(file.toString(), "cannot be read: " + e.getMessage(), "", e);
    }
  }

  /**
   * Reads a picture to the end of a stream.
   *
   * @param name what error messages call it
   * @throws PictureException as {@link #read(Path)}
   */
  public static Picture read(InputStream stream, String name) throws IOException {
    byte[] bytes = stream.readNBytes(PictureDecoder.MAX_BYTES + 1);
    try {
      return PictureDecoder.decode(bytes, name);
    } catch (NoClassDefFoundError e) {
      throw new PictureException(
          name,
          "cannot be decoded without the module java.desktop",
          "start java with --add-modules java.desktop",
          e);
    }
  }

  /** Takes a copy of the pixels of {@code image}. */
  public static Picture of(BufferedImage image) {
    byte[] rgb = Pixels.rgb(image);
    return new Picture("picture", image.getWidth(), image.getHeight(), rgb);
  }

  /** Columns. */
  public int width() {
    return width;
  }

  /** Rows. */
  public int height() {
    return height;
  }

  /**
   * One pixel.
   *
   * @return red, green and blue as {@code 0xRRGGBB}
   */
  public int pixel(int x, int y) {
    if (x < 0 || x >= width) {
      throw new IndexOutOfBoundsException(x);
    }
    int at = CHANNELS * (y * width + x);
    return (rgb[at] & 0xff) << 16 | (rgb[at + 1] & 0xff) << 8 | rgb[at + 2] & 0xff;
  }

  String name() {
    return name;
  }

  byte[] rgb() {
    return rgb;
  }
}

package dev.whittle.runtime.picture;

import dev.whittle.runtime.Knobs;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Decodes picture files with the platform's readers, after looking at their size. */
final class PictureDecoder {
  static final int MAX_BYTES = 1 << 28;

  private PictureDecoder() {}

  static Picture decode(byte[] bytes, String name) {
    if (bytes.length > MAX_BYTES) {
      throw new PictureException(name, "has more than %d bytes".formatted(MAX_BYTES), "");
    }
    Picture picture;
    try (MemoryCacheImageInputStream stream =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new PictureException(
            name, "is not a JPEG, PNG, GIF or BMP picture", "convert it to one of these");
      }
      ImageReader reader = readers.next();
      try {
        List<String> damages = new ArrayList<>();
        reader.addIIOReadWarningListener((_, warning) -> {
          if (isDamage(warning)) {
            damages.add(warning);
          }
        });
        reader.setInput(stream, true, true);
        picture = read(reader, bytes, name);
        if (!damages.isEmpty()) {
          throw new PictureException(
              name, "is damaged: " + damages.getFirst(), "the file may be incomplete");
        }
      } finally {
        reader.dispose();
      }
    } catch (PictureException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new PictureException(
          name, "cannot be decoded: " + e.getMessage(), "the file may be damaged", e);
    }
    return Orientation.of(bytes).apply(picture);
  }

  /**
   * Whether a warning of the JPEG reader (libjpeg's {@code jerror.h} and {@code JPEGImageReader})
   * means pixels that were made up. Bytes to spare before a marker, odd profiles and odd headers
   * cost none.
   */
  private static boolean isDamage(String warning) {
    return warning.startsWith("Truncated File")
        || warning.startsWith("Premature end")
        || warning.startsWith("Inconsistent progression")
        || warning.startsWith("Corrupt JPEG data") && !warning.contains("extraneous bytes");
  }

  private static Picture read(ImageReader reader, byte[] bytes, String name) throws IOException {
    int width = reader.getWidth(0);
    int height = reader.getHeight(0);
    if (width < 1 || height < 1 || (long) width * height > Knobs.picturePixels()) {
      throw new PictureException(
          name,
          "is %d x %d pixels, expected 1 to %d".formatted(width, height, Knobs.picturePixels()),
          "make it smaller, or raise -Dwhittle.picture.pixels");
    }
    JpegHeader jpeg = JpegHeader.of(bytes);
    if (jpeg.components() == 4 && reader.canReadRaster()) {
      Raster raster = reader.readRaster(0, null);
      byte[] rgb = Pixels.rgbOfCmyk(raster, jpeg.isAdobe(), jpeg.isYcck());
      return new Picture(name, raster.getWidth(), raster.getHeight(), rgb);
    }
    Picture picture = Picture.of(reader.read(0));
    return new Picture(name, picture.width(), picture.height(), picture.rgb());
  }
}

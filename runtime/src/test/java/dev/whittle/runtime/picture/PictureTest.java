package dev.whittle.runtime.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
  private static final Picture SAMPLE = Samples.picture(23, 17);

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void readsLosslessFormatsExactly(String format) throws IOException {
    byte[] file = Samples.file(Samples.image(SAMPLE, BufferedImage.TYPE_3BYTE_BGR), format);
    assertThat(Samples.read(file).rgb()).isEqualTo(SAMPLE.rgb());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_INT_RGB,
        BufferedImage.TYPE_INT_ARGB,
        BufferedImage.TYPE_INT_ARGB_PRE,
        BufferedImage.TYPE_INT_BGR,
        BufferedImage.TYPE_4BYTE_ABGR,
        BufferedImage.TYPE_4BYTE_ABGR_PRE
      })
  void takesImagesOfEveryKind(int type) {
    assertThat(Picture.of(Samples.image(SAMPLE, type)).rgb()).isEqualTo(SAMPLE.rgb());
  }

  @Test
  void keepsGreyLevels() throws IOException {
    BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    BufferedImage deep = new BufferedImage(256, 1, BufferedImage.TYPE_USHORT_GRAY);
    for (int x = 0; x < 256; x++) {
      image.getRaster().setSample(x, 0, 0, x);
      deep.getRaster().setSample(x, 0, 0, 257 * x);
    }
    for (BufferedImage grey : new BufferedImage[] {image, deep}) {
      Picture picture = Samples.read(Samples.file(grey, "png"));
      for (int x = 0; x < 256; x++) {
        assertThat(picture.pixel(x, 0)).isEqualTo(0x010101 * x);
      }
    }
  }

  @Test
  void laysTransparencyOverWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_4BYTE_ABGR);
    image.setRGB(0, 0, 0x00123456);
    image.setRGB(1, 0, 0x80000000);
    image.setRGB(2, 0, 0xff123456);
    Picture picture = Samples.read(Samples.file(image, "png"));
    assertThat(new int[] {picture.pixel(0, 0), picture.pixel(1, 0), picture.pixel(2, 0)})
        .containsExactly(0xffffff, 0x7f7f7f, 0x123456);
  }

  @Test
  void readsPalettes() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_INDEXED);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, i % 3 == 0 ? 0xffff0000 : 0xff00ff00);
    }
    for (String format : new String[] {"gif", "png"}) {
      Picture picture = Samples.read(Samples.file(image, format));
      for (int i = 0; i < 256; i++) {
        assertThat(picture.pixel(i % 16, i / 16)).isEqualTo(i % 3 == 0 ? 0xff0000 : 0x00ff00);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, r g b w", "2, g r w b", "3, w b g r", "4, b w r g",
    "5, r b g w", "6, b r w g", "7, w g b r", "8, g w r b"
  })
  void standsUpright(int code, String corners) throws IOException {
    BufferedImage image = new BufferedImage(64, 32, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 64; x++) {
        int top = x < 32 ? 0xff0000 : 0x00ff00;
        int bottom = x < 32 ? 0x0000ff : 0xffffff;
        image.setRGB(x, y, y < 16 ? top : bottom);
      }
    }
    byte[] plain = Samples.file(image, "jpg");
    for (boolean isLittle : new boolean[] {false, true}) {
      Picture picture = Samples.read(withExif(plain, code, isLittle));
      int right = picture.width() - 4;
      int bottom = picture.height() - 4;
      assertThat(picture.width()).isEqualTo(code < 5 ? 64 : 32);
      assertThat(
              colour(picture.pixel(4, 4))
                  + " "
                  + colour(picture.pixel(right, 4))
                  + " "
                  + colour(picture.pixel(4, bottom))
                  + " "
                  + colour(picture.pixel(right, bottom)))
          .isEqualTo(corners);
    }
    byte[] png = withExifChunk(Samples.file(image, "png"), code);
    assertThat(colour(Samples.read(png).pixel(0, 0))).isEqualTo(corners.substring(0, 1));
  }

  private static String colour(int rgb) {
    boolean isRed = rgb >> 16 > 127;
    boolean isGreen = (rgb >> 8 & 0xff) > 127;
    return isRed && isGreen ? "w" : isRed ? "r" : isGreen ? "g" : "b";
  }

  private static ByteBuffer tiff(int code, boolean isLittle) {
    ByteBuffer tiff = ByteBuffer.allocate(8 + 2 + 24 + 4);
    tiff.order(isLittle ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.put((isLittle ? "II" : "MM").getBytes(StandardCharsets.US_ASCII)).putShort((short) 42);
    tiff.putInt(8).putShort((short) 2);
    tiff.putShort((short) 0x010f)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) 7)
        .putShort((short) 0);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) code).putShort((short) 0).putInt(0);
    return tiff;
  }

  private static byte[] withExif(byte[] jpeg, int code, boolean isLittle) {
    byte[] tiff = tiff(code, isLittle).array();
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 10 + tiff.length);
    out.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (8 + tiff.length));
    out.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(tiff);
    return out.put(jpeg, 2, jpeg.length - 2).array();
  }

  private static byte[] withExifChunk(byte[] png, int code) {
    byte[] tiff = tiff(code, false).array();
    byte[] type = "eXIf".getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(type);
    crc.update(tiff);
    int header = 8 + 25;
    ByteBuffer out = ByteBuffer.allocate(png.length + 12 + tiff.length);
    out.put(png, 0, header).putInt(tiff.length).put(type).put(tiff).putInt((int) crc.getValue());
    return out.put(png, header, png.length - header).array();
  }

  @Test
  void convertsCmyk() throws IOException {
    WritableRaster raster = Raster.createInterleavedRaster(0, 16, 16, 4, null);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        raster.setPixel(x, y, new int[] {255, 0, 0, 51});
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(stream);
      writer.write(new IIOImage(raster, null, null));
    }
    writer.dispose();
    int pixel = Samples.read(out.toByteArray()).pixel(8, 8);
    assertThat(pixel >> 16).isBetween(0, 3);
    assertThat(pixel >> 8 & 0xff).isBetween(201, 207);
    assertThat(pixel & 0xff).isBetween(201, 207);
  }

  @Test
  void refusesHugePicturesBeforeDecodingThem() throws IOException {
    byte[] png = Samples.file(Samples.image(SAMPLE, BufferedImage.TYPE_3BYTE_BGR), "png");
    ByteBuffer.wrap(png).putInt(16, 100_000).putInt(20, 100_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    assertThatThrownBy(() -> Samples.read(png))
        .isInstanceOf(PictureException.class)
        .hasMessageStartingWith("sample: is 100000 x 100000 pixels, expected 1 to 67108864");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "gif", "bmp"})
  void refusesPicturesThatEndEarly(String format) throws IOException {
    byte[] file = noise(format);
    Samples.read(file);
    for (int length : new int[] {file.length / 2, file.length * 9 / 10, file.length - 40}) {
      assertThatThrownBy(() -> Samples.read(Arrays.copyOf(file, length)))
          .as("%d of %d bytes", length, file.length)
          .isInstanceOf(PictureException.class)
          .hasMessageStartingWith("sample: ");
    }
  }

  @Test
  void saysThatAJpegIsDamaged() throws IOException {
    byte[] file = noise("jpg");
    assertThatThrownBy(() -> Samples.read(Arrays.copyOf(file, file.length / 2)))
        .isInstanceOf(PictureException.class)
        .hasMessage(
            "sample: is damaged: Truncated File - Missing EOI marker"
                + " (the file may be incomplete)");
    byte[] ended = Arrays.copyOf(file, file.length / 2);
    ended[ended.length - 2] = (byte) 0xff;
    ended[ended.length - 1] = (byte) 0xd9;
    assertThatThrownBy(() -> Samples.read(ended))
        .isInstanceOf(PictureException.class)
        .hasMessageContaining("Corrupt JPEG data: premature end of data segment");
  }

  @Test
  void takesJpegsWithBytesToSpare() throws IOException {
    byte[] file = noise("jpg");
    ByteBuffer spare = ByteBuffer.allocate(file.length + 20);
    spare.put(file, 0, file.length - 2).put(new byte[20]).put(file, file.length - 2, 2);
    assertThat(Samples.read(spare.array()).rgb()).isEqualTo(Samples.read(file).rgb());
  }

  private static byte[] noise(String format) throws IOException {
    BufferedImage image = new BufferedImage(96, 64, BufferedImage.TYPE_3BYTE_BGR);
    Random random = new Random(1);
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 96; x++) {
        image.setRGB(x, y, random.nextInt());
      }
    }
    return Samples.file(image, format);
  }

  @Test
  void explainsWhatIsNoPicture(@TempDir Path folder) {
    assertThatThrownBy(() -> Samples.read("hello".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(PictureException.class)
        .hasMessage("sample: is not a JPEG, PNG, GIF or BMP picture (convert it to one of these)");
    assertThatThrownBy(() -> Picture.read(folder.resolve("none.png")))
        .isInstanceOf(PictureException.class)
        .hasMessageEndingWith("none.png: no such file");
    assertThatThrownBy(() -> Picture.read(folder))
        .isInstanceOf(PictureException.class)
        .hasMessageEndingWith("is a folder, expected a picture");
  }

  @Property(tries = 1000)
  void survivesDamage(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    String format = new String[] {"png", "jpg", "gif", "bmp"}[random.nextInt(4)];
    byte[] file = Samples.file(Samples.image(SAMPLE, BufferedImage.TYPE_3BYTE_BGR), format);
    if (format.equals("jpg") && random.nextBoolean()) {
      file = withExif(file, 6, random.nextBoolean());
    }
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      file[random.nextInt(file.length)] = (byte) random.nextInt();
    }
    if (random.nextInt(4) == 0) {
      file = Arrays.copyOf(file, random.nextInt(file.length));
    }
    try {
      assertThat(Samples.read(file).rgb()).isNotEmpty();
    } catch (PictureException e) {
      assertThat(e.problem()).isNotEmpty();
    }
  }
}

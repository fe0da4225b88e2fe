package dev.whittle.runtime.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Preprocessing.ChannelOrder;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The digests are those of Pillow 12.3 with torchvision's arithmetic of sizes and margins. */
class PictureInputTest {
  private static Preprocessing preprocessing(
      int resize, int height, int width, ChannelOrder order) {
    List<Float> zeros = List.of(0f, 0f, 0f).subList(0, order.channels());
    List<Float> ones = List.of(1f, 1f, 1f).subList(0, order.channels());
    return new Preprocessing(resize, height, width, order, 1f, zeros, ones);
  }

  private static byte[] interleaved(float[] planes, int channels) {
    int pixels = planes.length / channels;
    byte[] bytes = new byte[planes.length];
    for (int i = 0; i < planes.length; i++) {
      bytes[i] = (byte) planes[i % channels * pixels + i / channels];
    }
    return bytes;
  }

  private static byte[] input(Picture picture, Preprocessing preprocessing) {
    float[] planes = new PictureInput(preprocessing).tensor(picture).floats();
    return interleaved(planes, preprocessing.order().channels());
  }

  @Test
  void resizesAndCropsAsTheTrainingToolsDo() throws NoSuchAlgorithmException {
    Picture wide = Samples.picture(300, 200);
    assertThat(Samples.digest(input(wide, preprocessing(64, 40, 48, ChannelOrder.RGB))))
        .isEqualTo("bbc6ab85bff8aa933bd1c214469b387acd3bd3923125e465901d9374f0d1706e");
    assertThat(Samples.digest(input(wide, preprocessing(64, 40, 48, ChannelOrder.GREY))))
        .isEqualTo("8db7252d73e21cd0e292d27707cc319cfc5cc1c38da5b4155fcd62b247a633b2");
    Picture tall = Samples.picture(61, 97);
    assertThat(Samples.digest(input(tall, preprocessing(64, 33, 31, ChannelOrder.RGB))))
        .isEqualTo("962a92b8bb6823e92488071e9a11529b2536b2af4d2b2a2ebd14fc2db018c4ae");
  }

  @Test
  void cutsAnOddMarginAsTheNetworksWereTrained() {
    Picture picture = Samples.picture(256, 256);
    float[] planes =
        new PictureInput(preprocessing(256, 227, 227, ChannelOrder.BGR)).tensor(picture).floats();
    for (int y = 0; y < 227; y++) {
      for (int x = 0; x < 227; x++) {
        int pixel = picture.pixel(14 + x, 14 + y);
        int at = 227 * y + x;
        assertThat(planes[at]).isEqualTo(pixel & 0xff);
        assertThat(planes[at + 227 * 227]).isEqualTo(pixel >> 8 & 0xff);
        assertThat(planes[at + 2 * 227 * 227]).isEqualTo(pixel >> 16);
      }
    }
  }

  @Test
  void leavesAPictureOfTheCropsSizeAlone() {
    Picture picture = Samples.picture(31, 17);
    assertThat(input(picture, preprocessing(64, 17, 31, ChannelOrder.RGB)))
        .isEqualTo(picture.rgb());
    assertThat(input(picture, preprocessing(0, 17, 31, ChannelOrder.RGB))).isEqualTo(picture.rgb());
  }

  @Test
  void scalesThenSubtractsThenDivides() {
    Picture picture = new Picture("one", 1, 1, new byte[] {(byte) 200, 100, 50});
    Preprocessing preprocessing =
        new Preprocessing(
            0,
            1,
            1,
            ChannelOrder.RGB,
            1 / 255f,
            List.of(0.485f, 0.456f, 0.406f),
            List.of(0.229f, 0.224f, 0.225f));
    float[] target = new float[5];
    new PictureInput(preprocessing).write(picture, target, 1);
    assertThat(target)
        .containsExactly(
            0,
            (200 * (1 / 255f) - 0.485f) / 0.229f,
            (100 * (1 / 255f) - 0.456f) / 0.224f,
            (50 * (1 / 255f) - 0.406f) / 0.225f,
            0);
  }

  @Test
  void explainsAPictureThatIsTooSmall() {
    PictureInput input = new PictureInput(preprocessing(0, 10, 10, ChannelOrder.RGB));
    assertThatThrownBy(() -> input.tensor(Samples.picture(20, 9)))
        .isInstanceOf(PictureException.class)
        .hasMessage(
            "sample: is 20 x 9 pixels, the network cuts out 10 x 10 (let the input's preprocessing"
                + " resize to at least the crop)");
  }
}

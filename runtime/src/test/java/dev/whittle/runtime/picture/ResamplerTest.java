package dev.whittle.runtime.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The digests are those of Pillow 12.3, {@code resize((width, height), Image.BILINEAR)}. */
class ResamplerTest {
  @ParameterizedTest
  @CsvSource({
    "97,61, 40,25, c042a34405207db3b318ca496daddab5dc1c277e8b7e89069882c05793422445",
    "97,61, 97,25, 3816815d032bf940dbeacccb12ed0baf32105730c8c40d458d083c513188796b",
    "97,61, 40,61, 058f4b06fc78da2a9415d920cf9e334487ad7edb751af119d06590fc7abe67d1",
    "97,61, 200,130, 272d2ba723870098552dad3c74d065b7f02ea13df7713fc8ca451d8f281c6624",
    "64,64, 227,227, b31d422d9338aac4453dfcffdecc40faeab08c768da5c020d0c1bf0817b9c6f6",
    "300,200, 256,170, 45583437446485123da4ff276a1ea2b731182bdaf58c08c59e4eb9f76e341e69",
    "33,500, 8,121, c5ecb7d48725b69dc9d09e4a4b897ecf0726c405b2ba84c07b3364f0db5c6a7f",
    "1,1, 5,7, 5f509e8468597b92a169c45d8377fdfcbfb2fa2e90150977776c8f2ce92c08cb",
    "500,3, 2,3, b550606ca3ccbbbe0c7b72fc87f0556262632fbb9679594fb0e5aba33b2871dc"
  })
  void equalsPillowToTheBit(int fromWidth, int fromHeight, int width, int height, String digest)
      throws NoSuchAlgorithmException {
    byte[] resized =
        Resampler.resize(
            Samples.picture(fromWidth, fromHeight), width, height, 0, 0, width, height);
    assertThat(Samples.digest(resized)).isEqualTo(digest);
  }

  @Property(tries = 1000)
  void aWindowEqualsTheSamePartOfTheWhole(
      @ForAll @IntRange(min = 1, max = 60) int fromWidth,
      @ForAll @IntRange(min = 1, max = 60) int fromHeight,
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height,
      @ForAll @IntRange(min = 0, max = 59) int x,
      @ForAll @IntRange(min = 0, max = 59) int y) {
    Picture picture = Samples.picture(fromWidth, fromHeight);
    int left = x % width;
    int top = y % height;
    byte[] whole = Resampler.resize(picture, width, height, 0, 0, width, height);
    byte[] window = Resampler.resize(picture, width, height, left, top, width - left, height - top);
    for (int row = 0; row < height - top; row++) {
      for (int i = 0; i < 3 * (width - left); i++) {
        assertThat(window[3 * (width - left) * row + i])
            .isEqualTo(whole[3 * (width * (top + row) + left) + i]);
      }
    }
  }

  @Property(tries = 1000)
  void theSameSizeIsTheSamePicture(
      @ForAll @IntRange(min = 1, max = 60) int width,
      @ForAll @IntRange(min = 1, max = 60) int height) {
    Picture picture = Samples.picture(width, height);
    assertThat(Resampler.resize(picture, width, height, 0, 0, width, height))
        .isEqualTo(picture.rgb());
  }
}

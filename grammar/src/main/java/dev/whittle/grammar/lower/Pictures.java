package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Preprocessing.ChannelOrder;
import java.util.List;
import java.util.Locale;

/** Reads {@code @picture(...)}: how a picture becomes the input. */
final class Pictures {
  private Pictures() {}

  static Preprocessing read(Given given, TensorType type, Problems problems) {
    if (type.rank() != 4
        || !(type.shape().dim(1) instanceof Dim.Fixed(int channels))
        || !(type.shape().dim(2) instanceof Dim.Fixed(int height))
        || !(type.shape().dim(3) instanceof Dim.Fixed(int width))) {
      return fail(given, problems, "", "a picture's input is [N, C, H, W], this one is " + type);
    }
    ChannelOrder order =
        given.has("channels")
            ? ChannelOrder.valueOf(
                given.choice("channels", List.of("rgb", "bgr", "grey")).toUpperCase(Locale.ROOT))
            : channels == 1 ? ChannelOrder.GREY : ChannelOrder.RGB;
    if (order.channels() != channels) {
      return fail(
          given,
          problems,
          "channels",
          "%s pictures have %d channels, the input has %d"
              .formatted(order, order.channels(), channels));
    }
    List<Integer> crop = given.has("crop") ? given.integers("crop", 2) : List.of(height, width);
    if (!crop.equals(List.of(height, width))) {
      return fail(
          given,
          problems,
          "crop",
          "the crop is %s, the input takes [%d, %d]".formatted(crop, height, width));
    }
    int resize = given.integer("resize", 0);
    if (resize > 0 && resize < Math.min(height, width)) {
      return fail(
          given,
          problems,
          "resize",
          "a shorter side of %d is too small for a crop of %s".formatted(resize, crop));
    }
    List<Float> mean = given.decimals("mean", channels);
    List<Float> std = given.decimals("std", channels);
    if (mean.size() != channels || std.size() != channels) {
      return fail(
          given,
          problems,
          mean.size() != channels ? "mean" : "std",
          "there must be a number for each of the %d channels".formatted(channels));
    }
    if (std.contains(0f) || std.contains(-0f)) {
      return fail(given, problems, "std", "the standard deviation must not be 0");
    }
    float scale = given.decimal("scale");
    if (scale == 0) {
      problems.error(
          Mistake.BAD_PICTURE,
          given.span("scale"),
          "a scale of 0 makes every picture the same",
          "ints divide to an int: write 1 / 255.0");
      throw new Mistaken();
    }
    return new Preprocessing(resize, height, width, order, scale, mean, std);
  }

  private static Preprocessing fail(
      Given given, Problems problems, String argument, String message) {
    problems.error(Mistake.BAD_PICTURE, given.span(argument), message);
    throw new Mistaken();
  }
}

package dev.whittle.runtime;

import java.util.List;

/**
 * How a picture becomes a network's input: shrink or enlarge the shorter side to {@code resize},
 * cut {@code cropHeight × cropWidth} out of the middle, take the channels in {@code order}, and let
 * each value be {@code (pixel · scale − mean) / std} with pixels of 0 to 255.
 *
 * @param resize the shorter side in pixels, 0 to leave the size alone
 * @param mean one number for each channel in {@code order}
 * @param std one number for each channel in {@code order}, not 0
 */
public record Preprocessing(
    int resize,
    int cropHeight,
    int cropWidth,
    ChannelOrder order,
    float scale,
    List<Float> mean,
    List<Float> std) {
  /** The channels of an input. */
  public enum ChannelOrder {
    RGB,
    BGR,
    GREY;

    public int channels() {
      return this == GREY ? 1 : 3;
    }
  }

  public Preprocessing {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    if (mean.size() != order.channels() || std.size() != order.channels()) {
      throw new IllegalArgumentException(
          order + " needs " + order.channels() + " numbers in mean and in std");
    }
  }
}

package dev.whittle.examples.digits;

import dev.whittle.runtime.Answer;
import dev.whittle.runtime.picture.Picture;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How the network does on labelled pictures.
 *
 * @param right pictures whose most probable digit is their label
 * @param seconds of the network, from decoded pictures to answers
 */
public record Evaluation(int right, int pictures, double seconds) {
  private static final int BATCH = 100;

  /** Shows all pictures to the network, {@value #BATCH} at a time. */
  static Evaluation of(Digits digits, Idx examples) {
    int right = 0;
    long nanos = 0;
    for (int from = 0; from < examples.count(); from += BATCH) {
      List<Picture> batch =
          IntStream.range(from, Math.min(from + BATCH, examples.count()))
              .mapToObj(i -> picture(examples.picture(i), examples.size()))
              .toList();
      long start = System.nanoTime();
      List<List<Answer>> answers = digits.classify(batch, 1);
      nanos += System.nanoTime() - start;
      for (int i = 0; i < batch.size(); i++) {
        right += answers.get(i).getFirst().index() == examples.labels()[from + i] ? 1 : 0;
      }
    }
    return new Evaluation(right, examples.count(), nanos / 1e9);
  }

  /** The share of pictures read right, 0 to 1. */
  public double accuracy() {
    return (double) right / pictures;
  }

  /** Pictures classified in a second, the JVM's warm-up included. */
  public double picturesPerSecond() {
    return pictures / seconds;
  }

  private static Picture picture(byte[] pixels, int size) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setDataElements(0, 0, size, size, pixels);
    return Picture.of(image);
  }
}

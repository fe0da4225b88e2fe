package dev.whittle.examples.imageservice;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * What a warm-up came to.
 *
 * @param runs pictures classified
 * @param first the first picture
 * @param last the median of the last pictures
 */
public record Warmup(int runs, Duration first, Duration last) {
  private static final int SIDE = 256;
  private static final int WINDOW = 50;
  private static final double QUIET = 0.05;

  /**
   * Runs {@code work} on picture files, JPEG and PNG in turn, until the JVM's compiler worked for
   * less than 5 % of the time that the last {@value #WINDOW} pictures took.
   */
  static Warmup run(Consumer<byte[]> work, Duration atMost) {
    List<byte[]> files = Stream.of("jpg", "png").map(Warmup::picture).toList();
    long start = System.nanoTime();
    long first = time(work, files.getFirst());
    long[] times = new long[WINDOW];
    int runs = 1;
    boolean isQuiet = false;
    while (!isQuiet && System.nanoTime() - start < atMost.toNanos()) {
      long compiled = compilation();
      for (int i = 0; i < WINDOW; i++) {
        times[i] = time(work, files.get(runs++ % files.size()));
      }
      isQuiet = compilation() - compiled < QUIET * Arrays.stream(times).sum();
    }
    Arrays.sort(times);
    return new Warmup(runs, Duration.ofNanos(first), Duration.ofNanos(times[WINDOW / 2]));
  }

  /** Nanoseconds the JVM's compiler threads have worked so far. */
  private static long compilation() {
    return 1_000_000 * ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
  }

  private static long time(Consumer<byte[]> work, byte[] file) {
    long start = System.nanoTime();
    work.accept(file);
    return System.nanoTime() - start;
  }

  private static byte[] picture(String format) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    Random random = new Random(1);
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        image.setRGB(x, y, x << 16 | y << 8 | random.nextInt(256));
      }
    }
    try (ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      ImageIO.write(image, format, out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

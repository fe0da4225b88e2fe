package dev.whittle.examples.digits;

import dev.whittle.runtime.Answer;
import dev.whittle.runtime.picture.PictureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads handwritten digits.
 *
 * <pre>
 * digits FILE...
 * digits --mnist IMAGES.gz LABELS.gz
 * </pre>
 */
public final class ReadDigits {
  private static final String USAGE =
      """
      usage: digits FILE...                        names the digit in each picture
             digits --mnist IMAGES.gz LABELS.gz    measures accuracy and speed
      """;
  private static final int SUCCESS = 0;
  private static final int WRONG_USAGE = 2;
  private static final int BAD_FILE = 3;

  private ReadDigits() {}

  /** Exit codes: 0 done, 2 wrong usage, 3 a file cannot be used. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String[] args) {
    boolean isMnist = args.length > 0 && args[0].equals("--mnist");
    if (args.length == 0 || isMnist && args.length != 3 || !isMnist && args[0].startsWith("-")) {
      System.err.print(USAGE);
      return WRONG_USAGE;
    }
    try (Digits digits = Digits.load()) {
      return isMnist
          ? evaluate(digits, Path.of(args[1]), Path.of(args[2]))
          : read(digits, Arrays.stream(args).map(Path::of).toList());
    }
  }

  private static int read(Digits digits, List<Path> files) {
    int status = SUCCESS;
    for (Path file : files) {
      try {
        Answer best = digits.classify(file, 1).getFirst();
        System.out.printf(
            Locale.ROOT, "%s: %s %.1f %%%n", file, best.label(), 100 * best.probability());
      } catch (PictureException e) {
        System.err.println("digits: " + e.getMessage());
        status = BAD_FILE;
      }
    }
    return status;
  }

  private static int evaluate(Digits digits, Path images, Path labels) {
    Idx examples;
    try {
      examples = Idx.read(images, labels);
    } catch (IOException e) {
      System.err.println("digits: " + e.getMessage());
      return BAD_FILE;
    }
    Evaluation evaluation = Evaluation.of(digits, examples);
    System.out.printf(
        Locale.ROOT,
        "%d of %d right (%.2f %%), %.0f pictures a second%n",
        evaluation.right(),
        evaluation.pictures(),
        100 * evaluation.accuracy(),
        evaluation.picturesPerSecond());
    return SUCCESS;
  }
}

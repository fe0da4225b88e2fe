package dev.whittle.cli.data;

import java.util.List;
import java.util.Locale;

/** Which files are taken for pictures. */
final class PictureNames {
  static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");
  static final String LABELS = "labels.csv";

  private PictureNames() {}

  static boolean isPicture(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(lower::endsWith);
  }
}

package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The right answers: {@code labels.csv} with the header {@code file,class} and a line for each
 * picture. A class is an index or, where the network names its classes, a name.
 */
public final class Labels {
  private static final String HEADER = "file,class";
  private static final String HINT =
      "labels.csv starts with the line \""
          + HEADER
          + "\", then one line for each picture: cat.png,3";

  private Labels() {}

  /** A picture and the index of its class. */
  public record Labelled(String file, int label) {}

  /**
   * Reads the labels of {@code set}.
   *
   * @param classes the names of the network's classes, empty when it has none
   * @param count how many classes there are
   * @throws UserError when there are no labels, a line is malformed, names a missing picture or a
   *     class that does not exist
   */
  public static List<Labelled> read(
      PictureSet set, String origin, List<String> classes, int count) {
    byte[] bytes = set.labels();
    if (bytes.length == 0) {
      throw UserError.data(origin + ": has no labels.csv", HINT);
    }
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().strip().equals(HEADER)) {
      throw UserError.data(origin + ", labels.csv: does not start with " + HEADER, HINT);
    }
    Set<String> names = new HashSet<>(set.names());
    List<Labelled> labelled = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      String place = "%s, labels.csv line %d: ".formatted(origin, i + 1);
      int comma = line.lastIndexOf(',');
      if (comma < 1) {
        throw UserError.data(place + "expected file,class, got \"" + line + "\"", HINT);
      }
      String file = line.substring(0, comma);
      if (!names.contains(file)) {
        throw UserError.data(place + "there is no picture " + file, "");
      }
      labelled.add(new Labelled(file, label(line.substring(comma + 1), classes, count, place)));
    }
    if (labelled.isEmpty()) {
      throw UserError.data(origin + ", labels.csv: lists no picture", HINT);
    }
    return labelled;
  }

  private static int label(String text, List<String> classes, int count, String place) {
    int index = classes.indexOf(text);
    try {
      index = Integer.parseInt(text);
    } catch (NumberFormatException e) {
      if (index < 0) {
        throw UserError.data(place + "the network has no class \"" + text + "\"", HINT);
      }
    }
    if (index < 0 || index >= count) {
      throw UserError.data(
          place + "class %d does not exist, the network has 0 to %d".formatted(index, count - 1),
          "");
    }
    return index;
  }
}

package dev.whittle.grammar.write;

import java.util.List;
import java.util.Optional;

/** The paths of layers, names with slashes between. */
final class Paths {
  private Paths() {}

  /** What comes before the last slash. */
  static Optional<String> parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash > 0 ? Optional.of(path.substring(0, slash)) : Optional.empty();
  }

  /** What comes after the last slash. */
  static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * The longest path that all of {@code paths} continue. That of a single one is the path itself.
   */
  static Optional<String> common(List<String> paths) {
    if (paths.size() == 1) {
      return Optional.of(paths.getFirst());
    }
    Optional<String> common = parent(paths.getFirst());
    while (common.isPresent()) {
      String start = common.get() + "/";
      if (paths.stream().allMatch(p -> p.startsWith(start))) {
        return common;
      }
      common = parent(common.get());
    }
    return common;
  }

  /** {@code path} without {@code base} before it; empty when it is the base. */
  static String below(String base, String path) {
    return path.equals(base) ? "" : path.substring(base.length() + 1);
  }
}

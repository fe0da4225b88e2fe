package dev.whittle.ir.op;

/**
 * The names by which {@link Lowered} ops know what runs them: {@code direct}, or {@code
 * winograd/f4} for one variant of an algorithm that has several.
 */
public final class Algorithm {
  private static final char SEPARATOR = '/';

  private Algorithm() {}

  /** What {@code name} says about the variant; empty when it says nothing. */
  public static String variant(String name) {
    int at = name.indexOf(SEPARATOR);
    return at < 0 ? "" : name.substring(at + 1);
  }

  /** The name without its variant. */
  public static String base(String name) {
    int at = name.indexOf(SEPARATOR);
    return at < 0 ? name : name.substring(0, at);
  }

  /** Whether {@code name} is {@code wanted} or a variant of it. */
  public static boolean isOf(String wanted, String name) {
    return name.equals(wanted) || base(name).equals(wanted);
  }
}

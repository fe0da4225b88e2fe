package dev.whittle.passes;

import dev.whittle.passes.select.LayerSelector;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An option of a pass, as pipelines, documentation and diagnostics see it.
 *
 * @param defaultValue absent when a pipeline must give it, or may leave it open
 * @param isRequired whether a pipeline must give it
 * @param domain which values of its type it takes
 * @param summary one sentence
 */
public record PassOption(
    String name,
    Type type,
    Optional<Object> defaultValue,
    boolean isRequired,
    Domain domain,
    String summary) {
  /** What an option's value may be. */
  public enum Type {
    INTEGER(Integer.class, "an int"),
    NUMBER(Double.class, "a number"),
    TRUTH(Boolean.class, "true or false"),
    TEXT(String.class, "a string"),
    LIST(List.class, "a list"),
    LAYERS(LayerSelector.class, "a string that selects layers");

    private final Class<?> javaType;
    private final String text;

    Type(Class<?> javaType, String text) {
      this.javaType = javaType;
      this.text = text;
    }

    public boolean accepts(Object value) {
      return javaType.isInstance(value);
    }

    /** How messages call it. */
    public String text() {
      return text;
    }
  }

  /**
   * Which values of a type are meant.
   *
   * @param text how messages call them
   */
  public record Domain(String text, Predicate<Object> values) {
    static Domain of(Type type) {
      return new Domain(type.text(), type::accepts);
    }
  }

  public PassOption {
    Object value = defaultValue.orElse(null);
    if (value != null && !(type.accepts(value) && domain.values().test(value))) {
      throw new IllegalArgumentException(name + ": " + value + " is not " + domain.text());
    }
  }

  /** An option that has a default. */
  public PassOption(String name, Type type, Object defaultValue, String summary) {
    this(name, type, Optional.of(defaultValue), false, Domain.of(type), summary);
  }

  /** An option that a pipeline must give. */
  public static PassOption required(String name, Type type, String summary) {
    return new PassOption(name, type, Optional.empty(), true, Domain.of(type), summary);
  }

  /** An option that means something only where a pipeline gives it. */
  public static PassOption optional(String name, Type type, String summary) {
    return new PassOption(name, type, Optional.empty(), false, Domain.of(type), summary);
  }

  /** This option with these texts as the only ones. */
  public PassOption among(List<String> texts) {
    String wording = "\"" + String.join("\", \"", texts) + "\"";
    int last = wording.lastIndexOf(", ");
    return in(
        new Domain(
            wording.substring(0, last) + " or" + wording.substring(last + 1), texts::contains));
  }

  /** This option with numbers from {@code least} to {@code most} only. */
  public PassOption within(double least, double most) {
    String wording =
        Double.isInfinite(most)
            ? "%s of at least %s".formatted(type.text(), number(least))
            : "%s from %s to %s".formatted(type.text(), number(least), number(most));
    return in(
        new Domain(
            wording,
            value ->
                ((Number) value).doubleValue() >= least && ((Number) value).doubleValue() <= most));
  }

  private PassOption in(Domain values) {
    return new PassOption(name, type, defaultValue, isRequired, values, summary);
  }

  private static String number(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }
}

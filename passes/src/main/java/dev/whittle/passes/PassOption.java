package dev.whittle.passes;

import dev.whittle.passes.select.LayerSelector;
import java.util.List;
import java.util.Optional;

/**
 * An option of a pass, as pipelines, documentation and diagnostics see it.
 *
 * @param defaultValue absent when a pipeline must give it
 * @param summary one sentence
 */
public record PassOption(String name, Type type, Optional<Object> defaultValue, String summary) {
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

  public PassOption {
    Object value = defaultValue.orElse(null);
    if (value != null && !type.accepts(value)) {
      throw new IllegalArgumentException(name + ": " + value + " is no " + type);
    }
  }

  /** An option that has a default. */
  public PassOption(String name, Type type, Object defaultValue, String summary) {
    this(name, type, Optional.of(defaultValue), summary);
  }

  /** An option that a pipeline must give. */
  public static PassOption required(String name, Type type, String summary) {
    return new PassOption(name, type, Optional.empty(), summary);
  }
}

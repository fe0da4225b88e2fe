package dev.whittle.passes;

import java.util.List;

/**
 * An option of a pass, as pipelines, documentation and diagnostics see it.
 *
 * @param summary one sentence
 */
public record PassOption(String name, Type type, Object defaultValue, String summary) {
  /** What an option's value may be. */
  public enum Type {
    INTEGER(Integer.class),
    NUMBER(Double.class),
    TRUTH(Boolean.class),
    TEXT(String.class),
    LIST(List.class);

    private final Class<?> javaType;

    Type(Class<?> javaType) {
      this.javaType = javaType;
    }

    public boolean accepts(Object value) {
      return javaType.isInstance(value);
    }
  }

  public PassOption {
    if (!type.accepts(defaultValue)) {
      throw new IllegalArgumentException(name + ": " + defaultValue + " is no " + type);
    }
  }
}

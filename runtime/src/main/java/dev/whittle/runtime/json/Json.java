package dev.whittle.runtime.json;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A JSON value. {@link #parse} bounds depth and count and rejects duplicate names, so that a
 * hostile file costs no more than its own size; {@link #text()} writes one canonical line and
 * {@link #pretty()} an indented page.
 */
public sealed interface Json {
  /** Members in their order; names are unique. */
  record Obj(Map<String, Json> members) implements Json {
    public Obj {
      members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** The member called {@code name}, if there is one. */
    public Optional<Json> find(String name) {
      return Optional.ofNullable(members.get(name));
    }

    /**
     * The member called {@code name}.
     *
     * @throws JsonException when there is none
     */
    public Json get(String name) {
      Json value = members.get(name);
      if (value == null) {
        throw new JsonException("no member \"" + name + "\"");
      }
      return value;
    }
  }

  /** An array. */
  record Arr(List<Json> elements) implements Json {
    public Arr {
      elements = List.copyOf(elements);
    }
  }

  /** A string. */
  record Text(String value) implements Json {
    public Text {
      Objects.requireNonNull(value);
    }
  }

  /** An integer that fits a long. */
  record Int(long value) implements Json {}

  /** Any other number; not finite ones are written as null. */
  record Real(double value) implements Json {}

  /** True or false. */
  record Bool(boolean value) implements Json {}

  /** The value null. */
  record Null() implements Json {}

  /** Starts an object: {@code object().put("a", 1).build()}. */
  static Builder object() {
    return new Builder();
  }

  /** An array of {@code elements}. */
  static Arr array(List<? extends Json> elements) {
    return new Arr(new ArrayList<>(elements));
  }

  /** An array of strings. */
  static Arr texts(List<String> values) {
    return array(values.stream().map(Text::new).toList());
  }

  /** An array of integers. */
  static Arr ints(List<Integer> values) {
    return array(values.stream().map(Int::new).toList());
  }

  /**
   * Parses UTF-8 text.
   *
   * @throws JsonException with the byte position, when the text is not one JSON value, is nested
   *     deeper than 64, has more than 2^20 values, or an object names a member twice
   */
  static Json parse(byte[] utf8) {
    return new JsonParser(utf8).document();
  }

  /** Parses {@code text}; see {@link #parse(byte[])}. */
  static Json parse(String text) {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The value on one line, without blanks. */
  default String text() {
    return new JsonPrinter(false).print(this);
  }

  /** The value indented by two spaces per level. */
  default String pretty() {
    return new JsonPrinter(true).print(this);
  }

  /** This value as an object, or a {@link JsonException}. */
  default Obj asObject() {
    return this instanceof Obj object ? object : JsonParser.mismatch("an object", this);
  }

  /** This value's elements, or a {@link JsonException}. */
  default List<Json> asList() {
    return this instanceof Arr array ? array.elements() : JsonParser.mismatch("an array", this);
  }

  /** This value as a string, or a {@link JsonException}. */
  default String asText() {
    return this instanceof Text text ? text.value() : JsonParser.mismatch("a string", this);
  }

  /** This value as a truth value, or a {@link JsonException}. */
  default boolean asBoolean() {
    return this instanceof Bool bool ? bool.value() : JsonParser.mismatch("true or false", this);
  }

  /** This value as an integer, or a {@link JsonException}. */
  default long asLong() {
    return this instanceof Int number ? number.value() : JsonParser.mismatch("an integer", this);
  }

  /** This value as an int, or a {@link JsonException}. */
  default int asInt() {
    long value = asLong();
    return value == (int) value ? (int) value : JsonParser.mismatch("a 32-bit integer", this);
  }

  /** This value as a number, or a {@link JsonException}. */
  default double asDouble() {
    return switch (this) {
      case Int number -> number.value();
      case Real number -> number.value();
      default -> JsonParser.mismatch("a number", this);
    };
  }

  /** Collects the members of an object in order. */
  final class Builder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String name, Json value) {
      members.put(name, value);
      return this;
    }

    public Builder put(String name, String value) {
      return put(name, new Text(value));
    }

    public Builder put(String name, long value) {
      return put(name, new Int(value));
    }

    public Builder put(String name, double value) {
      return put(name, new Real(value));
    }

    public Builder put(String name, boolean value) {
      return put(name, new Bool(value));
    }

    public Obj build() {
      return new Obj(members);
    }
  }
}

package dev.whittle.grammar.lower;

import dev.whittle.grammar.lower.Kind.Base;
import dev.whittle.grammar.lower.Signature.Param;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.text.Spelling;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Makes signatures and ops from what op records say of themselves. */
final class Operators {
  private static final Set<String> HIDDEN =
      Set.of("input", "parameter", "constant", "lowered", "expanded_conv2d");

  private Operators() {}

  /** The operator that sources call {@code name}. */
  static Optional<OpSchema> find(String name) {
    return HIDDEN.contains(name) ? Optional.empty() : OpSchema.find(name);
  }

  static List<String> names() {
    return OpSchema.all().stream().map(OpSchema::name).filter(n -> !HIDDEN.contains(n)).toList();
  }

  /** Operands first, then attributes. */
  static Signature signature(OpSchema schema) {
    List<Param> params = new ArrayList<>();
    boolean variadic = false;
    for (String operand : schema.operands()) {
      String name = operandName(operand);
      if (operand.endsWith("*")) {
        variadic = true;
        params.add(Param.required(name, Base.TENSORS));
      } else if (operand.endsWith("?")) {
        params.add(Param.optional(name, Base.TENSOR));
      } else {
        params.add(Param.required(name, Base.TENSOR));
      }
    }
    schema.attributes().forEach(a -> params.add(param(a)));
    return new Signature(schema.name(), params, variadic);
  }

  /** The signature below {@code @lowered}: operands by position, then those of the epilogue. */
  static Signature loweredSignature(OpSchema schema) {
    List<Param> params = new ArrayList<>();
    boolean variadic = !schema.operands().isEmpty();
    if (variadic) {
      params.add(Param.required(operandName(schema.operands().getFirst()), Base.TENSORS));
    }
    schema.attributes().forEach(a -> params.add(param(a)));
    return new Signature(schema.name(), params, variadic);
  }

  /** The operand's name without its mark. */
  static String operandName(String operand) {
    return operand.replaceAll("[?*]$", "");
  }

  /**
   * The op with the attributes of a call.
   *
   * @param windows works out lists that depend on the first operand
   */
  static Op create(OpSchema schema, Given given, Windows windows) {
    List<Object> values = new ArrayList<>();
    int copies = 1;
    for (OpSchema.Attribute attribute : schema.attributes()) {
      Object value = value(attribute, given, windows, copies);
      if (value instanceof List<?> list && attribute.perSpatialAxis().isEmpty()) {
        copies = Math.max(copies, list.size());
      }
      values.add(value);
    }
    try {
      return schema.create(values);
    } catch (IllegalArgumentException e) {
      return given.bad("", "`%s`: %s".formatted(schema.name(), e.getMessage()), "");
    }
  }

  private static Object value(
      OpSchema.Attribute attribute, Given given, Windows windows, int copies) {
    String name = Spelling.snake(attribute.name());
    Class<?> type = attribute.rawType();
    if (type == int.class) {
      return given.integer(name, Integer.MIN_VALUE);
    } else if (type == float.class) {
      return given.decimal(name);
    } else if (type == boolean.class) {
      return given.bool(name);
    } else if (type == String.class) {
      return given.text(name);
    } else if (type == Layout.class) {
      return given.layout(name);
    } else if (type.isEnum()) {
      return constant(type, given.choice(name, choices(type)));
    } else if (isListOf(attribute, Float.class)) {
      return given.decimals(name, copies);
    }
    return switch (attribute.perSpatialAxis().orElse(0)) {
      case 0 -> given.integers(name, copies);
      case 1 -> given.integers(name, windows.spatial());
      default -> windows.pads(given, name);
    };
  }

  private static Param param(OpSchema.Attribute attribute) {
    String name = Spelling.snake(attribute.name());
    return new Param(
        name,
        attribute.rawType() == List.class ? singular(name) : Set.of(),
        kind(attribute),
        attribute.defaultValue().map(Operators::literal),
        attribute.defaultValue().isPresent());
  }

  private static Set<String> singular(String name) {
    return name.equals("axes")
        ? Set.of("axis")
        : name.endsWith("s") ? Set.of(name.substring(0, name.length() - 1)) : Set.of();
  }

  private static Kind kind(OpSchema.Attribute attribute) {
    Class<?> type = attribute.rawType();
    if (type.isEnum()) {
      return new Kind(Base.CHOICE, choices(type));
    } else if (type == Layout.class) {
      return Kind.of(Base.LAYOUT);
    } else if (isListOf(attribute, Float.class)) {
      return Kind.of(Base.FLOATS);
    } else if (isListOf(attribute, Integer.class)) {
      return Kind.of(attribute.perSpatialAxis().orElse(0) == 2 ? Base.PADS : Base.INTS);
    }
    return Kind.of(
        switch (type.getName()) {
          case "int" -> Base.INT;
          case "float" -> Base.FLOAT;
          case "boolean" -> Base.BOOL;
          case "java.lang.String" -> Base.TEXT;
          default ->
              throw new IllegalStateException(
                  "the language has no values for attribute %s of type %s"
                      .formatted(attribute.name(), attribute.type()));
        });
  }

  private static boolean isListOf(OpSchema.Attribute attribute, Class<?> element) {
    return attribute.elementType().filter(t -> t == element).isPresent();
  }

  private static List<String> choices(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(c -> c.toString().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static Object constant(Class<?> type, String choice) {
    return Arrays.stream(type.getEnumConstants())
        .filter(c -> c.toString().toLowerCase(Locale.ROOT).equals(choice))
        .findFirst()
        .orElseThrow();
  }

  private static Datum literal(String text) {
    if (text.startsWith("[")) {
      String inner = text.substring(1, text.length() - 1).strip();
      return new Datum.Items(
          inner.isEmpty()
              ? List.of()
              : Arrays.stream(inner.split(","))
                  .map(String::strip)
                  .map(Operators::literal)
                  .toList());
    } else if (text.startsWith("\"")) {
      return Datum.of(text.substring(1, text.length() - 1));
    } else if (text.equals("true") || text.equals("false")) {
      return Datum.of(Boolean.parseBoolean(text));
    }
    return text.matches("-?[0-9]+")
        ? Datum.of(Long.parseLong(text))
        : Datum.of(Double.parseDouble(text));
  }
}

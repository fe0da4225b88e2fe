package dev.whittle.ir.op;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an op record says of itself: its name, operands and attributes. The grammar, the printer and
 * the documentation are driven by schemas, so a new op is one record.
 */
public final class OpSchema {
  private static final Map<String, OpSchema> BY_NAME = new TreeMap<>();
  private static final ClassValue<OpSchema> BY_TYPE =
      new ClassValue<>() {
        @Override
        protected OpSchema computeValue(Class<?> type) {
          return new OpSchema(type.asSubclass(Op.class));
        }
      };

  static {
    leaves(Op.class).forEach(type -> BY_NAME.put(of(type).name(), of(type)));
  }

  /** An attribute: a record component of the op. */
  public record Attribute(
      String name, Type type, Optional<String> defaultValue, Optional<Integer> perSpatialAxis) {
    /** The component's class; {@code List.class} for lists. */
    public Class<?> rawType() {
      return type instanceof ParameterizedType p ? (Class<?>) p.getRawType() : (Class<?>) type;
    }

    /** The element class of a list attribute. */
    public Optional<Class<?>> elementType() {
      return type instanceof ParameterizedType p && rawType() == List.class
          ? Optional.of((Class<?>) p.getActualTypeArguments()[0])
          : Optional.empty();
    }
  }

  private final Class<? extends Op> type;
  private final Operator operator;
  private final List<Attribute> attributes;
  private final Constructor<? extends Op> constructor;

  private OpSchema(Class<? extends Op> type) {
    this.type = type;
    this.operator = type.getAnnotation(Operator.class);
    this.attributes =
        Arrays.stream(type.getRecordComponents())
            .map(c ->
                new Attribute(
                    c.getName(),
                    c.getGenericType(),
                    Optional.ofNullable(c.getAnnotation(Default.class)).map(Default::value),
                    Optional.ofNullable(c.getAnnotation(Spatial.class)).map(Spatial::perAxis)))
            .toList();
    try {
      this.constructor =
          type.getDeclaredConstructor(
              Arrays.stream(type.getRecordComponents())
                  .map(RecordComponent::getType)
                  .toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The schema of an op record. */
  public static OpSchema of(Class<? extends Op> type) {
    return BY_TYPE.get(type);
  }

  /** The schema of the operator called {@code name} in sources. */
  public static Optional<OpSchema> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** All operators, ordered by name. */
  public static List<OpSchema> all() {
    return List.copyOf(BY_NAME.values());
  }

  public String name() {
    return operator.name();
  }

  public String summary() {
    return operator.summary();
  }

  public Class<? extends Op> type() {
    return type;
  }

  /** Operand names; the last may end in {@code ?} (optional) or {@code *} (any number). */
  public List<String> operands() {
    return List.of(operator.operands());
  }

  public List<Attribute> attributes() {
    return attributes;
  }

  /** Makes an op of attribute values in declaration order. */
  public Op create(List<?> values) {
    try {
      return constructor.newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The attribute values of {@code op} in declaration order. */
  public List<Object> values(Op op) {
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      try {
        values.add(component.getAccessor().invoke(op));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
    return values;
  }

  private static Stream<Class<? extends Op>> leaves(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OpSchema::leaves)
        : Stream.of(type.asSubclass(Op.class));
  }
}

package dev.whittle.onnx.translate;

import dev.whittle.onnx.message.AttributeValue;
import dev.whittle.onnx.message.TensorMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The attributes of one node; it knows which of them a translation never asked for. */
final class Attributes {
  private final Map<String, AttributeValue> values;
  private final Set<String> asked = new HashSet<>();

  Attributes(Map<String, AttributeValue> values) {
    this.values = values;
  }

  boolean has(String name) {
    asked.add(name);
    return values.containsKey(name);
  }

  /** Names of attributes that say something nobody listened to. */
  Set<String> ignored() {
    Set<String> ignored = new TreeSet<>(values.keySet());
    ignored.removeAll(asked);
    return ignored;
  }

  void ignore(Iterable<String> names) {
    names.forEach(asked::add);
  }

  int integer(String name, int otherwise) {
    return find(name, AttributeValue.Integral.class, "an integer")
        .map(a -> exact(name, a.value()))
        .orElse(otherwise);
  }

  boolean flag(String name) {
    return integer(name, 0) != 0;
  }

  float number(String name, float otherwise) {
    return find(name, AttributeValue.Number.class, "a number")
        .map(AttributeValue.Number::value)
        .orElse(otherwise);
  }

  String text(String name, String otherwise) {
    return find(name, AttributeValue.Text.class, "a text")
        .map(AttributeValue.Text::value)
        .orElse(otherwise);
  }

  Optional<List<Integer>> integers(String name) {
    return longs(name).map(list -> list.stream().map(v -> exact(name, v)).toList());
  }

  Optional<List<Long>> longs(String name) {
    return find(name, AttributeValue.Integrals.class, "a list of integers")
        .map(AttributeValue.Integrals::values);
  }

  Optional<List<Float>> numbers(String name) {
    return find(name, AttributeValue.Numbers.class, "a list of numbers")
        .map(AttributeValue.Numbers::values);
  }

  Optional<TensorMessage> tensor(String name) {
    return find(name, AttributeValue.OfTensor.class, "a tensor")
        .map(AttributeValue.OfTensor::value);
  }

  static int exact(String name, long value) {
    if (value != (int) value) {
      throw new Refusal("%s has the value %d, which is absurd".formatted(name, value), "");
    }
    return (int) value;
  }

  private <T extends AttributeValue> Optional<T> find(String name, Class<T> kind, String expected) {
    asked.add(name);
    AttributeValue value = values.get(name);
    if (value == null) {
      return Optional.empty();
    }
    if (!kind.isInstance(value)) {
      boolean isEmptyList =
          value instanceof AttributeValue.Other(String what) && what.equals("nothing");
      if (isEmptyList) {
        return Optional.empty();
      }
      throw new Refusal("the attribute %s must be %s".formatted(name, expected), "");
    }
    return Optional.of(kind.cast(value));
  }
}

package dev.whittle.grammar.write;

import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.OpSchema;
import dev.whittle.ir.text.Spelling;
import dev.whittle.runtime.Layout;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The attributes of an op as a person writes them: the shortest spelling that means the same. */
final class Arguments {
  private static final Map<String, String> OPERATORS =
      Map.of("conv", "conv2d", "depthwise_conv", "conv2d", "batch_norm", "batch_normalise");
  private static final Map<String, Object> OF_LAYERS = Map.of("bias", true, "multiplier", 1);

  private Arguments() {}

  /**
   * All attributes of an op.
   *
   * @param spatialAxes how many axes behind batch and channels the first operand has
   */
  static Map<String, Object> of(Op op, int spatialAxes) {
    OpSchema schema = OpSchema.of(op.getClass());
    List<Object> values = schema.values(op);
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      OpSchema.Attribute attribute = schema.attributes().get(i);
      int perAxis = attribute.perSpatialAxis().orElse(0);
      Object value = shortest(values.get(i), perAxis, spatialAxes);
      arguments.put(name(attribute, value), value);
    }
    return arguments;
  }

  /** The default of an argument of an operator or layer, where it has one. */
  static boolean isDefault(String function, String argument, Object value) {
    if (OF_LAYERS.containsKey(argument) && OF_LAYERS.get(argument).equals(value)) {
      return true;
    }
    return OpSchema.find(OPERATORS.getOrDefault(function, function)).stream()
        .flatMap(s -> s.attributes().stream())
        .filter(a -> name(a, value).equals(argument))
        .anyMatch(a -> a.defaultValue().filter(d -> isWritten(d, value)).isPresent());
  }

  private static String name(OpSchema.Attribute attribute, Object value) {
    String name = Spelling.snake(attribute.name());
    boolean isOne =
        attribute.perSpatialAxis().equals(Optional.of(1))
            && !(value instanceof List<?>)
            && name.endsWith("s");
    return isOne ? name.substring(0, name.length() - 1) : name;
  }

  private static Object shortest(Object value, int perAxis, int axes) {
    if (value instanceof Enum<?> || value instanceof Layout) {
      return new Verbatim(Spelling.value(value));
    }
    if (perAxis == 0 || axes == 0 || !(value instanceof List<?> list)) {
      return value;
    }
    if (list.equals(Collections.nCopies(perAxis * axes, list.getFirst()))) {
      return list.getFirst();
    }
    boolean isSymmetric =
        list.size() == 2 * axes && list.subList(0, axes).equals(list.subList(axes, 2 * axes));
    return perAxis == 2 && isSymmetric ? List.copyOf(list.subList(0, axes)) : value;
  }

  private static boolean isWritten(String text, Object value) {
    return switch (value) {
      case Float number -> number.equals(Float.valueOf(text));
      case Verbatim(String written) -> written.equals(text);
      case Hole _ -> false;
      default -> Spelling.value(value).equals(text);
    };
  }
}

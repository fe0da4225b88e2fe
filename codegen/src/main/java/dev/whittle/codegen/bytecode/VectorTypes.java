package dev.whittle.codegen.bytecode;

import dev.whittle.codegen.kernel.Kind;

/**
 * Names of {@code jdk.incubator.vector}, written as strings so that nothing here needs the module.
 */
final class VectorTypes {
  static final String PACKAGE = "jdk/incubator/vector/";
  static final String VECTOR = PACKAGE + "Vector";
  static final String FLOAT_VECTOR = PACKAGE + "FloatVector";
  static final String INT_VECTOR = PACKAGE + "IntVector";
  static final String MASK = PACKAGE + "VectorMask";
  static final String SPECIES = PACKAGE + "VectorSpecies";
  static final String SHUFFLE = PACKAGE + "VectorShuffle";
  static final String OPERATORS = PACKAGE + "VectorOperators";

  static final String FLOATS = "FLOATS";
  static final String INTS = "INTS";
  static final String LANE_INDEX = "LANE_INDEX";

  private VectorTypes() {}

  static String descriptor(String internalName) {
    return "L" + internalName + ";";
  }

  /** The class whose instances a local of {@code kind} holds. */
  static String owner(Kind kind) {
    return switch (kind) {
      case VECTOR -> FLOAT_VECTOR;
      case INT_VECTOR -> INT_VECTOR;
      case MASK -> MASK;
      case INT, FLOAT, BOOLEAN, BUFFER ->
          throw new IllegalArgumentException(kind + " is no vector");
    };
  }

  static String descriptor(Kind kind) {
    return switch (kind) {
      case INT -> "I";
      case BOOLEAN -> "Z";
      case FLOAT -> "F";
      case BUFFER -> "[F";
      case VECTOR, INT_VECTOR, MASK -> descriptor(owner(kind));
    };
  }

  /** {@code (parameters)result}, all given as internal names. */
  static String method(String result, String... parameters) {
    StringBuilder text = new StringBuilder("(");
    for (String parameter : parameters) {
      text.append(
          parameter.length() == 1 || parameter.startsWith("[") ? parameter : descriptor(parameter));
    }
    return text.append(')').append(result.length() == 1 ? result : descriptor(result)).toString();
  }
}

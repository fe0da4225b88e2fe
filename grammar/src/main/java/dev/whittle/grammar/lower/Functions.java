package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.grammar.lower.Kind.Base;
import dev.whittle.grammar.lower.Signature.Param;
import dev.whittle.ir.Dim;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.TensorType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/** The functions of numbers, lists and shapes that are worked out while a network is built. */
final class Functions {
  private static final Param X = Param.required("x", Base.TENSOR);
  private static final Param NUMBER = Param.required("number", Base.FLOAT);
  private static final Param LEFT = Param.required("left", Base.FLOAT);
  private static final Param RIGHT = Param.required("right", Base.FLOAT);

  private static final Map<String, Signature> SIGNATURES =
      new TreeMap<>(
          Map.of(
              "size", Signature.of("size", X, Param.required("axis", Base.INT)),
              "rank", Signature.of("rank", X),
              "len", Signature.of("len", Param.required("list", Base.LIST)),
              "min", Signature.of("min", LEFT, RIGHT),
              "max", Signature.of("max", LEFT, RIGHT),
              "floor", Signature.of("floor", NUMBER),
              "ceil", Signature.of("ceil", NUMBER),
              "round", Signature.of("round", NUMBER),
              "sqrt", Signature.of("sqrt", NUMBER)));

  private final Optional<Emitter> emitter;
  private final Arithmetic arithmetic;
  private final Problems problems;

  Functions(Optional<Emitter> emitter, Arithmetic arithmetic, Problems problems) {
    this.emitter = emitter;
    this.arithmetic = arithmetic;
    this.problems = problems;
  }

  static Optional<Signature> find(String name) {
    return Optional.ofNullable(SIGNATURES.get(name));
  }

  static List<String> names() {
    return List.copyOf(SIGNATURES.keySet());
  }

  Datum call(Given given) {
    return switch (given.functionName()) {
      case "size" -> size(given);
      case "rank" -> Datum.of(type(given).rank());
      case "len" ->
          given.datum("list") instanceof Datum.Items(List<Datum> elements)
              ? Datum.of(elements.size())
              : Datum.of(given.texts("list").getFirst().length());
      case "min" -> isLess(given) ? given.datum("left") : given.datum("right");
      case "max" -> isLess(given) ? given.datum("right") : given.datum("left");
      case "floor" -> whole(given, Math::floor);
      case "ceil" -> whole(given, Math::ceil);
      case "round" -> whole(given, Math::rint);
      default -> root(given);
    };
  }

  private TensorType type(Given given) {
    return emitter.orElseThrow().type(given.tensor("x"));
  }

  private Datum size(Given given) {
    TensorType type = type(given);
    long axis = given.integer("axis");
    long at = axis < 0 ? axis + type.rank() : axis;
    if (at < 0 || at >= type.rank()) {
      problems.error(
          Mistake.BAD_INDEX, given.span("axis"), "%s has no axis %d".formatted(type, axis));
      throw new Mistaken();
    }
    return switch (type.shape().dim((int) at)) {
      case Dim.Fixed(int size) -> Datum.of(size);
      case Dim.Symbol(String symbol) -> {
        problems.error(
            Mistake.SYMBOLIC_SIZE,
            given.span("axis"),
            "axis %d of %s is the symbol %s, not a number".formatted(axis, type, symbol));
        throw new Mistaken();
      }
    };
  }

  private static boolean isLess(Given given) {
    return given.number("left") < given.number("right");
  }

  private Datum whole(Given given, DoubleUnaryOperator function) {
    if (given.datum("number") instanceof Datum.Int number) {
      return number;
    }
    double value = function.applyAsDouble(given.number("number"));
    if (!(Math.abs(value) < 0x1p63)) {
      return arithmetic.overflow(
          given.span("number"), given.number("number") + " has no nearest whole number");
    }
    return Datum.of((long) value);
  }

  private Datum root(Given given) {
    double value = given.number("number");
    if (value < 0) {
      given.bad("number", "`sqrt` needs a number of at least 0, is " + value, "");
    }
    return Datum.of(Math.sqrt(value));
  }
}

package dev.whittle.grammar.lower;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import java.util.List;

/** What an expression evaluates to while a network is built. */
sealed interface Datum {
  /** A whole number. */
  record Int(long value) implements Datum {}

  /** A number with a fraction. */
  record Decimal(double value) implements Datum {}

  /** True or false. */
  record Bool(boolean value) implements Datum {}

  /** A string. */
  record Text(String value) implements Datum {}

  /** A list. */
  record Items(List<Datum> elements) implements Datum {
    public Items {
      elements = List.copyOf(elements);
    }

    /** True when this list and those inside it have more than {@code limit} elements together. */
    boolean hasMoreThan(long limit) {
      return count(elements, limit) > limit;
    }

    private static long count(List<Datum> elements, long limit) {
      long count = elements.size();
      for (Datum element : elements) {
        if (count > limit) {
          return count;
        }
        count += element instanceof Items(List<Datum> inner) ? count(inner, limit - count) : 0;
      }
      return count;
    }

    /** How many lists are nested. */
    int depth() {
      int depth = 0;
      for (Datum element : elements) {
        depth = element instanceof Items items ? Math.max(depth, items.depth()) : depth;
      }
      return depth + 1;
    }
  }

  /** A value of the graph. */
  record Tensor(Value value) implements Datum {}

  /** A tensor type, which only arguments that expect one can be. */
  record Type(TensorType type) implements Datum {}

  /** The result of something whose mistake is reported already. */
  record Broken() implements Datum {}

  Datum BROKEN = new Broken();

  static Datum of(long value) {
    return new Int(value);
  }

  static Datum of(double value) {
    return new Decimal(value);
  }

  static Datum of(boolean value) {
    return new Bool(value);
  }

  static Datum of(String value) {
    return new Text(value);
  }

  /** What kind of thing this is, as the language calls it. */
  default String kind() {
    return switch (this) {
      case Int _ -> "int";
      case Decimal _ -> "float";
      case Bool _ -> "bool";
      case Text _ -> "string";
      case Items _ -> "list";
      case Tensor _ -> "tensor";
      case Type _ -> "type";
      case Broken _ -> "nothing";
    };
  }

  default boolean isBroken() {
    return this instanceof Broken
        || this instanceof Items(List<Datum> elements)
            && elements.stream().anyMatch(Datum::isBroken);
  }
}

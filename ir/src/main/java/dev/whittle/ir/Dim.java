package dev.whittle.ir;

/** One axis' size: a number, or a symbol (the batch {@code N}) that is bound before compilation. */
public sealed interface Dim {
  /** A known size, at least 0. */
  record Fixed(int size) implements Dim {
    public Fixed {
      if (size < 0) {
        throw new IllegalArgumentException("negative size " + size);
      }
    }

    @Override
    public String toString() {
      return Integer.toString(size);
    }
  }

  /** A size known only by name; equal to itself and to nothing else. */
  record Symbol(String name) implements Dim {
    @Override
    public String toString() {
      return name;
    }
  }

  static Dim of(int size) {
    return new Fixed(size);
  }

  static Dim of(String symbol) {
    return new Symbol(symbol);
  }

  /** True when this is the number {@code size}. */
  default boolean is(int size) {
    return this instanceof Fixed(int s) && s == size;
  }
}

package dev.whittle.grammar.lower;

import java.util.List;
import java.util.Optional;

/** What a parameter of a function accepts. */
record Kind(Base base, List<String> choices) {
  /** The families of accepted values. */
  enum Base {
    ANY("a value"),
    TENSOR("a tensor"),
    TENSORS("tensors"),
    INT("an int"),
    FLOAT("a number"),
    BOOL("true or false"),
    TEXT("a string"),
    LIST("a list"),
    INTS("an int or a list of ints"),
    FLOATS("a number or a list of numbers"),
    PADS("an int, a list of ints or \"same\""),
    TYPE("a tensor type such as f32[8, 3]"),
    CHOICE("one of the listed strings"),
    LAYOUT("a layout such as \"NCHW\"");

    private final String text;

    Base(String text) {
      this.text = text;
    }
  }

  Kind {
    choices = List.copyOf(choices);
  }

  static Kind of(Base base) {
    return new Kind(base, List.of());
  }

  /** The kind that a block's parameter declares. */
  static Optional<Kind> named(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "tensor" -> of(Base.TENSOR);
          case "int" -> of(Base.INT);
          case "float" -> of(Base.FLOAT);
          case "bool" -> of(Base.BOOL);
          case "string" -> of(Base.TEXT);
          case "list" -> of(Base.LIST);
          default -> null;
        });
  }

  /** The names a block's parameter may declare. */
  static List<String> names() {
    return List.of("tensor", "int", "float", "bool", "string", "list");
  }

  /** With its article, for messages. */
  String text() {
    return base == Base.CHOICE ? "\"" + String.join("\", \"", choices) + "\"" : base.text;
  }
}

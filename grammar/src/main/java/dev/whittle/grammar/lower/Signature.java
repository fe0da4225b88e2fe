package dev.whittle.grammar.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A function's name and parameters.
 *
 * @param variadic the first parameter takes any number of positional tensors
 */
record Signature(String name, List<Param> params, boolean variadic) {
  /**
   * One parameter.
   *
   * @param aliases other names it may be given by
   * @param defaultValue what it is when absent
   * @param isOptional it may be absent without a default
   */
  record Param(
      String name,
      Set<String> aliases,
      Kind kind,
      Optional<Datum> defaultValue,
      boolean isOptional) {
    Param {
      aliases = Set.copyOf(aliases);
    }

    static Param required(String name, Kind.Base base) {
      return new Param(name, Set.of(), Kind.of(base), Optional.empty(), false);
    }

    static Param optional(String name, Kind.Base base) {
      return new Param(name, Set.of(), Kind.of(base), Optional.empty(), true);
    }

    static Param of(String name, Kind.Base base, Datum defaultValue) {
      return new Param(name, Set.of(), Kind.of(base), Optional.of(defaultValue), true);
    }

    Param alias(String alias) {
      return new Param(name, Set.of(alias), kind, defaultValue, isOptional);
    }

    boolean isCalled(String written) {
      return name.equals(written) || aliases.contains(written);
    }
  }

  Signature {
    params = List.copyOf(params);
  }

  static Signature of(String name, Param... params) {
    return new Signature(name, List.of(params), false);
  }

  Optional<Param> find(String written) {
    return params.stream().filter(p -> p.isCalled(written)).findFirst();
  }

  /** Every name a parameter may be given by. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    params.forEach(p -> names.add(p.name()));
    return names;
  }

  /** {@code conv(x, channels, kernel, stride: 1)}, for hints. */
  String text() {
    List<String> texts = new ArrayList<>();
    for (Param param : params) {
      String text = param.isOptional() ? param.name() + "?" : param.name();
      texts.add(variadic && texts.isEmpty() ? text + ", ..." : text);
    }
    return name + "(" + String.join(", ", texts) + ")";
  }
}

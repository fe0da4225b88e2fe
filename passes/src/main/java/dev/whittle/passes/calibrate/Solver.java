package dev.whittle.passes.calibrate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** By what the channels of a layer are reduced. */
enum Solver {
  /** The weights alone: leading singular vectors. */
  SVD,
  /** Leading principal components of the responses. */
  LINEAR,
  /** Responses as they are behind the ReLU that follows. */
  NONLINEAR,
  /** The same, from the responses that layers before, which are rewritten already, leave over. */
  ASYMMETRIC;

  static Solver of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  static List<String> names() {
    return Arrays.stream(values()).map(s -> s.name().toLowerCase(Locale.ROOT)).toList();
  }
}

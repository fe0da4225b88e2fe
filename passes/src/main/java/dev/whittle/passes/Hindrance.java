package dev.whittle.passes;

import dev.whittle.ir.Node;
import java.util.Optional;

/**
 * The catalogue of why a correct network may not compile. Codes are stable: a code that is no
 * longer reported is never given to something else.
 */
public enum Hindrance {
  NO_KERNEL("WP101", "No kernel runs an operator on tensors of these shapes."),
  TOO_MANY_AXES("WP102", "A tensor has more axes than kernels know layouts for."),
  TOO_LARGE("WP103", "Activations or weights need more floats than one array can hold."),
  OPEN_SIZE("WP104", "A symbolic size is left when kernels are to be chosen."),
  NOT_F32("WP105", "A tensor does not hold f32, the only numbers kernels compute with.");

  private final String code;
  private final String meaning;

  Hindrance(String code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  /** The stable code, for example {@code WP101}. */
  public String code() {
    return code;
  }

  /** What it means, in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** A failure at {@code node}, reported where it was written. */
  public PassFailure at(Node node, String message, String hint) {
    return PassFailure.at(node, code, message, hint);
  }

  /** The hindrance with the code {@code code}. */
  public static Optional<Hindrance> find(String code) {
    for (Hindrance hindrance : values()) {
      if (hindrance.code.equals(code)) {
        return Optional.of(hindrance);
      }
    }
    return Optional.empty();
  }
}

package dev.whittle.grammar.lower;

import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.WeightsException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Finds the values of {@code constant(...)}. */
final class ConstantValues {
  private ConstantValues() {}

  /** The tensor that {@code constants} holds under the constant's name. */
  static Tensor stored(Given given, TensorType type, Weights constants, Problems problems) {
    String name = given.text("name");
    Tensor tensor;
    try {
      tensor = constants.find(name).orElse(null);
    } catch (WeightsException e) {
      return fail(given, problems, e.getMessage());
    }
    if (tensor == null) {
      return fail(given, problems, "there are no values for the constant `%s`".formatted(name));
    }
    if (tensor.type() != type.element() || !Arrays.equals(tensor.shape(), type.shape().sizes())) {
      return fail(given, problems, "the constant `%s` is %s, not %s".formatted(name, tensor, type));
    }
    if (given.has("digest") && !tensor.digest().equals(given.text("digest"))) {
      return fail(
          given, problems, "the constant `%s` holds other values than its digest".formatted(name));
    }
    return tensor;
  }

  /** The tensor of the numbers listed; a single number fills it. */
  static Tensor listed(Given given, TensorType type, Problems problems) {
    if (!given.has("values")) {
      return fail(given, problems, "the constant has neither values nor a name");
    }
    long count = type.shape().elementCount();
    if (count > Budget.MAX_LENGTH) {
      return given.bad(
          "type",
          "a constant in a source has at most %d elements, %s has %d"
              .formatted(Budget.MAX_LENGTH, type, count),
          "");
    }
    List<Datum> values =
        given.datum("values") instanceof Datum.Items(List<Datum> elements)
            ? elements
            : Collections.nCopies((int) count, given.datum("values"));
    if (values.size() != count) {
      return given.bad(
          "values", "%s needs %d values, got %d".formatted(type, count, values.size()), "");
    }
    try {
      return ConstantTensors.of(type.element(), type.shape().sizes(), values);
    } catch (IllegalArgumentException e) {
      return given.bad("values", e.getMessage(), "");
    }
  }

  private static Tensor fail(Given given, Problems problems, String message) {
    problems.error(
        Mistake.BAD_CONSTANT,
        given.function(),
        message,
        "the values of printed constants are in the file printed beside the text");
    throw new Mistaken();
  }
}

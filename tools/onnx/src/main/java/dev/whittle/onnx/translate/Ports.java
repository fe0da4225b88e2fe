package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.onnx.OnnxInputs;
import dev.whittle.onnx.OnnxMistake;
import dev.whittle.onnx.message.DataType;
import dev.whittle.onnx.message.ValueMessage;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The types of a model's inputs: as the model says, or as somebody else says. */
final class Ports {
  private static final String BATCH = "N";

  private final OnnxInputs given;
  private final Set<String> unused;

  Ports(OnnxInputs given) {
    this.given = given;
    this.unused = new TreeSet<>(given.shapes().keySet());
    unused.addAll(given.values().keySet());
  }

  /** Inputs that were given a shape or a value and that nobody asked for. */
  Set<String> unused() {
    return unused;
  }

  /** What is wrong with what was given to an input that there is not. */
  OnnxMistake mistake(String unused) {
    return given.shapes().containsKey(unused) ? OnnxMistake.WRONG_SHAPE : OnnxMistake.WRONG_VALUE;
  }

  /** The value that an input was given, if it was. */
  Optional<Tensor> value(ValueMessage input) {
    String text = given.values().get(input.name());
    if (text == null) {
      return Optional.empty();
    }
    unused.remove(input.name());
    return Optional.of(InputValue.parse(input, text));
  }

  TensorType type(ValueMessage input) {
    DataType type =
        input.type().orElseThrow(() -> new Refusal(OnnxMistake.BAD_PORT, "is no tensor", ""));
    if (type.kind() == DataType.Kind.OTHER) {
      throw new Refusal(
          OnnxMistake.BAD_PORT,
          "holds %s, networks take numbers and booleans".formatted(type.text()),
          "export the model without this input");
    }
    unused.remove(input.name());
    String text = given.shapes().get(input.name());
    List<Dim> dims = text == null ? dims(input) : parse(text, input);
    return new TensorType(Integers.held(type), new Shape(dims));
  }

  private static List<Dim> dims(ValueMessage input) {
    String hint = "say which with --shape %s=1x3x224x224".formatted(input.name());
    List<ValueMessage.Size> sizes =
        input.dims().orElseThrow(() -> new Refusal(OnnxMistake.OPEN_SIZE, "has no shape", hint));
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < sizes.size(); axis++) {
      ValueMessage.Size size = sizes.get(axis);
      long number = size.number().orElse(0L);
      if (number > 0 && number <= Integer.MAX_VALUE) {
        dims.add(Dim.of((int) number));
      } else if (number > 0) {
        throw new Refusal(OnnxMistake.BAD_PORT, "has the size " + number, hint);
      } else if (axis == 0) {
        dims.add(Dim.of(size.symbol().isEmpty() ? BATCH : size.symbol()));
      } else {
        String symbol = size.symbol().isEmpty() ? "an open size" : "the open size " + size.symbol();
        throw new Refusal(
            OnnxMistake.OPEN_SIZE,
            "has %s on axis %d; only the batch may be open".formatted(symbol, axis),
            hint);
      }
    }
    return dims;
  }

  private static List<Dim> parse(String text, ValueMessage input) {
    List<Dim> dims = new ArrayList<>();
    for (String size : text.split("[x,]", -1)) {
      if (size.matches("[1-9]\\d{0,8}")) {
        dims.add(Dim.of(Integer.parseInt(size)));
      } else if (dims.isEmpty() && size.matches("[A-Z]\\w*")) {
        dims.add(Dim.of(size));
      } else {
        throw wrong("cannot have the shape `%s`".formatted(text));
      }
    }
    if (input.dims().isPresent() && input.dims().get().size() != dims.size()) {
      throw wrong("has %d axes, not those of `%s`".formatted(input.dims().get().size(), text));
    }
    return dims;
  }

  private static Refusal wrong(String what) {
    return new Refusal(
        OnnxMistake.WRONG_SHAPE,
        what,
        "sizes are numbers with x between them; the first may be a letter: Nx3x224x224");
  }
}

package dev.whittle.onnx.translate;

import dev.whittle.onnx.OnnxMistake;
import dev.whittle.onnx.message.DataType;
import dev.whittle.onnx.message.ValueMessage;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The value that somebody gives an input, as text. */
final class InputValue {
  private static final String HINT =
      "elements are numbers with commas between them: --input-value %s=1,-1,7";

  private InputValue() {}

  /** The elements of {@code text} in the shape of {@code input}. */
  static Tensor parse(ValueMessage input, String text) {
    DataType type =
        input.type().orElseThrow(() -> new Refusal(OnnxMistake.BAD_PORT, "is no tensor", ""));
    String list = text.strip().replaceAll("^\\[(.*)\\]$", "$1").strip();
    String[] elements = list.isEmpty() ? new String[0] : list.split("[,\\s]+");
    int[] shape = shape(input, elements.length, text);
    try {
      return switch (type.kind()) {
        case FLOAT -> {
          float[] values = new float[elements.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(elements[i]);
          }
          yield Tensor.of(values, shape);
        }
        case INTEGER -> {
          long[] values = new long[elements.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = Long.parseLong(elements[i]);
          }
          yield Folding.integers(values, shape);
        }
        case BOOLEAN -> {
          byte[] values = new byte[elements.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = truth(elements[i]);
          }
          yield Tensor.of(ElementType.BOOL, MemorySegment.ofArray(values), shape);
        }
        case OTHER ->
            throw new Refusal(
                OnnxMistake.BAD_PORT,
                "holds %s, networks take numbers and booleans".formatted(type.text()),
                "export the model without this input");
      };
    } catch (NumberFormatException e) {
      throw wrong(input, "holds %s, not `%s`".formatted(type.text(), text));
    }
  }

  private static byte truth(String text) {
    return switch (text) {
      case "true", "1" -> 1;
      case "false", "0" -> 0;
      default -> throw new NumberFormatException(text);
    };
  }

  /** The declared shape, of which the elements decide one size that is open. */
  private static int[] shape(ValueMessage input, int count, String text) {
    List<ValueMessage.Size> declared = input.dims().orElse(List.of());
    if (input.dims().isEmpty()) {
      return new int[] {count};
    }
    int[] shape = new int[declared.size()];
    long known = 1;
    int open = -1;
    for (int i = 0; i < shape.length; i++) {
      long size = declared.get(i).number().orElse(-1L);
      boolean isOpen = size < 0 || size > Integer.MAX_VALUE;
      if (isOpen && open >= 0) {
        throw wrong(
            input, "has more than one open size, so that `%s` has no shape".formatted(text));
      }
      open = isOpen ? i : open;
      shape[i] = isOpen ? 0 : (int) size;
      known = isOpen ? known : Math.multiplyExact(known, size);
    }
    if (open >= 0 && known > 0 && count % known == 0) {
      shape[open] = (int) (count / known);
    } else if (open >= 0 || known != count) {
      throw wrong(input, "has not the %d elements of `%s`".formatted(count, text));
    }
    return shape;
  }

  private static Refusal wrong(ValueMessage input, String what) {
    return new Refusal(OnnxMistake.WRONG_VALUE, what, HINT.formatted(input.name()));
  }
}

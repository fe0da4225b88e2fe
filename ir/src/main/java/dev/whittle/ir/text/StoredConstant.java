package dev.whittle.ir.text;

import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a constant is written: its numbers when they are few, else its name and digest. */
public final class StoredConstant {
  private static final int MAX_ELEMENTS = 16;
  private static final double EXACT = 0x1p53;

  private StoredConstant() {}

  /**
   * The arguments of {@code constant(...)}.
   *
   * @param name what the tensor is called beside the text
   * @param stored takes the tensor when the text does not list its numbers
   */
  public static List<String> arguments(String name, Tensor value, Map<String, Tensor> stored) {
    String type = Spelling.type(new TensorType(value.type(), Shape.of(value.shape())));
    Optional<List<Object>> listed = listed(value);
    if (listed.isPresent()) {
      boolean isScalar = value.rank() == 0;
      return List.of(
          type, isScalar ? Spelling.value(listed.get().getFirst()) : Spelling.list(listed.get()));
    }
    stored.put(name, value);
    return List.of(
        type, "name: " + Spelling.string(name), "digest: " + Spelling.string(value.digest()));
  }

  /** The numbers of a tensor that is small and holds only finite ones. */
  private static Optional<List<Object>> listed(Tensor tensor) {
    if (tensor.elementCount() > MAX_ELEMENTS || tensor.elementCount() == 0) {
      return Optional.empty();
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < tensor.elementCount(); i++) {
      double value = tensor.get(i);
      if (!Double.isFinite(value) || Math.abs(value) >= EXACT && !tensor.type().isFloat()) {
        return Optional.empty();
      }
      values.add(
          switch (tensor.type()) {
            case F32, F16, BF16 -> (float) value;
            case I8, U8, I32, I64 -> (long) value;
            case BOOL -> value != 0;
          });
    }
    return Optional.of(values);
  }
}

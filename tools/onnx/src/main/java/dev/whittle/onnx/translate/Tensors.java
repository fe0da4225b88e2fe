package dev.whittle.onnx.translate;

import dev.whittle.onnx.OnnxMistake;
import dev.whittle.onnx.message.DataType;
import dev.whittle.onnx.message.ExternalData;
import dev.whittle.onnx.message.TensorDecoder;
import dev.whittle.onnx.message.TensorMessage;
import dev.whittle.runtime.Tensor;
import java.lang.foreign.MemorySegment;

/** The tensors of a model, wherever their elements are. */
final class Tensors {
  private static final int MOST_CONVERTED = 1 << 28;

  private final ExternalData external;

  Tensors(ExternalData external) {
    this.external = external;
  }

  /** The tensor as f32, i64 or bool. */
  Tensor tensor(TensorMessage message) {
    DataType type =
        message.type().orElseThrow(() -> refusal(message, "is of no type that ONNX defines", ""));
    if (type.kind() == DataType.Kind.OTHER) {
      throw refusal(
          message, "is of the type %s".formatted(type.text()), "remove what computes with it");
    }
    if (type != DataType.FLOAT && message.count() > MOST_CONVERTED) {
      throw refusal(
          message, "has too many elements of the type " + type.text(), "store it as float");
    }
    int[] shape = message.shape().stream().mapToInt(Math::toIntExact).toArray();
    return TensorDecoder.decode(type, data(message, type), shape);
  }

  private MemorySegment data(TensorMessage message, DataType type) {
    if (message.external().isEmpty()) {
      return message.data();
    }
    try {
      return external.data(message, type);
    } catch (ExternalData.Unavailable e) {
      throw refusal(
          message, "cannot be had: " + e.getMessage(), "put the file where the model was saved");
    }
  }

  private static Refusal refusal(TensorMessage message, String what, String hint) {
    return new Refusal(
        OnnxMistake.BAD_TENSOR, "the tensor `%s` %s".formatted(message.name(), what), hint);
  }
}

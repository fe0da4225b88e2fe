package dev.whittle.onnx.message;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A tensor of a model file.
 *
 * @param shape its sizes, none negative, whose product fits a long
 * @param type absent when the file gives a number that ONNX does not define
 * @param data the elements as little-endian bytes, as many as the shape needs; empty when they are
 *     in another file
 * @param external for elements in another file what the model says of it: {@code location}, {@code
 *     offset}, {@code length}
 */
public record TensorMessage(
    String name,
    List<Long> shape,
    Optional<DataType> type,
    MemorySegment data,
    Optional<Map<String, String>> external) {
  public TensorMessage {
    shape = List.copyOf(shape);
    external = external.map(Map::copyOf);
  }

  /** The number of elements. */
  public long count() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }
}

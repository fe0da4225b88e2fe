package dev.whittle.ir;

import dev.whittle.runtime.ElementType;
import java.util.Map;

/** What is known of a tensor before it exists; prints as {@code f32[N, 3, 227, 227]}. */
public record TensorType(ElementType element, Shape shape) {
  public static TensorType f32(int... sizes) {
    return new TensorType(ElementType.F32, Shape.of(sizes));
  }

  public int rank() {
    return shape.rank();
  }

  /** Bytes of a concrete tensor of this type. */
  public long bytes() {
    return Math.multiplyExact(shape.elementCount(), (long) element.bytes());
  }

  public TensorType withShape(Shape other) {
    return new TensorType(element, other);
  }

  public TensorType bind(Map<String, Integer> sizes) {
    return withShape(shape.bind(sizes));
  }

  @Override
  public String toString() {
    return element.text() + shape;
  }
}

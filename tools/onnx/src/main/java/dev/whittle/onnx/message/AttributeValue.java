package dev.whittle.onnx.message;

import java.util.List;

/** What an attribute of a node holds. */
public sealed interface AttributeValue {
  /** A 32-bit number. */
  record Number(float value) implements AttributeValue {}

  /** An integer. */
  record Integral(long value) implements AttributeValue {}

  /** A text. */
  record Text(String value) implements AttributeValue {}

  /** A tensor. */
  record OfTensor(TensorMessage value) implements AttributeValue {}

  /** A list of 32-bit numbers. */
  record Numbers(List<Float> values) implements AttributeValue {
    public Numbers {
      values = List.copyOf(values);
    }
  }

  /** A list of integers. */
  record Integrals(List<Long> values) implements AttributeValue {
    public Integrals {
      values = List.copyOf(values);
    }
  }

  /** Something no supported operator has: a graph, a sparse tensor, a list of texts or tensors. */
  record Other(String what) implements AttributeValue {}
}

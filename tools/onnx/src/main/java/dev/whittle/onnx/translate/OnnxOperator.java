package dev.whittle.onnx.translate;

import java.util.List;

/**
 * How one operator of ONNX becomes part of a network.
 *
 * @param becomes what it becomes, for the table of the documentation
 * @param limits what of it is not translated, empty when there is nothing to say
 * @param ignored attributes that change nothing of what a trained network computes
 */
public record OnnxOperator(
    String name, String becomes, String limits, List<String> ignored, Translation translation) {
  public OnnxOperator {
    ignored = List.copyOf(ignored);
  }

  /** Adds to the graph what a node of this operator means. */
  interface Translation {
    void translate(Call call);
  }

  static OnnxOperator of(String name, String becomes, Translation translation) {
    return new OnnxOperator(name, becomes, "", List.of(), translation);
  }

  OnnxOperator limits(String text) {
    return new OnnxOperator(name, becomes, text, ignored, translation);
  }

  OnnxOperator ignoring(String... attributes) {
    return new OnnxOperator(name, becomes, limits, List.of(attributes), translation);
  }
}

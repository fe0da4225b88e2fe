package dev.whittle.onnx;

import java.util.Map;

/**
 * What is said of a model's inputs beside the model.
 *
 * @param shapes for some inputs their sizes, as {@code 1x3x224x224}; the first may be a name, which
 *     leaves it open
 * @param values for some inputs their elements in row-major order, as {@code 1,-1,7}; what has a
 *     value is no input of the network any more
 */
public record OnnxInputs(Map<String, String> shapes, Map<String, String> values) {
  public OnnxInputs {
    shapes = Map.copyOf(shapes);
    values = Map.copyOf(values);
  }

  /** Sizes only. */
  public static OnnxInputs of(Map<String, String> shapes) {
    return new OnnxInputs(shapes, Map.of());
  }
}

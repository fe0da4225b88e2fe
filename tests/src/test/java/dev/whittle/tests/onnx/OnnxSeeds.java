package dev.whittle.tests.onnx;

import java.util.List;
import java.util.stream.LongStream;

/** Well-formed model files for others to damage. */
public final class OnnxSeeds {
  private OnnxSeeds() {}

  /** Those of {@code count} random models that are read. */
  public static List<byte[]> models(int count) {
    return LongStream.range(0, count)
        .mapToObj(seed -> RandomModel.of(seed, OnnxRecipes.ALL).bytes())
        .filter(bytes -> Importing.read(bytes).graph().isPresent())
        .toList();
  }
}

package dev.whittle.grammar;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Makes a weights file by a script of lines: {@code tensor NAME TYPE SIZES [nan|inf]}, and then
 * {@code missing}, {@code text WORDS}, {@code truncate BYTES} (drops them at the end) or {@code
 * keep BYTES}.
 */
final class WeightsScript {
  private WeightsScript() {}

  static void run(Path script, Path file) throws IOException {
    Files.deleteIfExists(file);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String line : Files.readAllLines(script)) {
      String[] words = line.split(" ");
      switch (words[0]) {
        case "tensor" -> {
          tensors.put(words[1], tensor(words));
          Safetensors.write(file, Weights.of(tensors), Map.of());
        }
        case "text" -> Files.writeString(file, line.substring(5));
        case "truncate" -> resize(file, (int) Files.size(file) - Integer.parseInt(words[1]));
        case "keep" -> resize(file, Integer.parseInt(words[1]));
        case "missing" -> Files.deleteIfExists(file);
        default -> throw new IllegalArgumentException(line);
      }
    }
  }

  private static Tensor tensor(String[] words) {
    int[] shape = Arrays.stream(words[3].split(",")).mapToInt(Integer::parseInt).toArray();
    ElementType type = ElementType.parse(words[2]).orElseThrow();
    if (type != ElementType.F32) {
      return Tensor.zeros(type, shape);
    }
    float[] values = new float[(int) Tensor.elementCount(shape)];
    Arrays.fill(values, 0.5f);
    if (words.length > 4) {
      values[1] = words[4].equals("nan") ? Float.NaN : Float.POSITIVE_INFINITY;
    }
    return Tensor.of(values, shape);
  }

  private static void resize(Path file, int length) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), length));
  }
}

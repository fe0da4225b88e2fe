package dev.whittle.runtime.weights;

import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes tensors in the order of the reference implementation: by element size, then by name. */
final class SafetensorsWriter {
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  static void write(Path file, Weights weights, Map<String, String> metadata) throws IOException {
    Map<String, Tensor> tensors = sorted(weights);
    byte[] header = header(tensors, metadata);
    AtomicFile.write(
        file,
        channel -> {
          ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
          AtomicFile.writeFully(channel, length.putLong(header.length).array());
          AtomicFile.writeFully(channel, header);
          for (Tensor tensor : tensors.values()) {
            AtomicFile.writeFully(channel, tensor.data());
          }
        });
  }

  private static Map<String, Tensor> sorted(Weights weights) {
    List<String> names = new ArrayList<>(weights.names());
    if (names.contains("__metadata__")) {
      throw new IllegalArgumentException("no tensor can be called __metadata__");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    names.forEach(name -> tensors.put(name, weights.find(name).orElseThrow()));
    names.sort(
        Comparator.comparing((String name) -> Dtype.of(tensors.get(name).type()))
            .thenComparing(Comparator.naturalOrder()));
    Map<String, Tensor> sorted = new LinkedHashMap<>();
    names.forEach(name -> sorted.put(name, tensors.get(name)));
    return sorted;
  }

  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    Json.Builder header = Json.object();
    if (!metadata.isEmpty()) {
      Json.Builder texts = Json.object();
      new TreeMap<>(metadata).forEach(texts::put);
      header.put("__metadata__", texts.build());
    }
    long at = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      long end = at + tensor.data().byteSize();
      header.put(
          entry.getKey(),
          Json.object()
              .put("dtype", Dtype.of(tensor.type()).name())
              .put("shape", Json.ints(Arrays.stream(tensor.shape()).boxed().toList()))
              .put("data_offsets", Json.array(List.of(new Json.Int(at), new Json.Int(end))))
              .build());
      at = end;
    }
    byte[] text = header.build().text().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(text, Math.ceilDiv(text.length, ALIGNMENT) * ALIGNMENT);
    Arrays.fill(padded, text.length, padded.length, (byte) ' ');
    return padded;
  }
}

package dev.whittle.examples.glyphs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes tensors in the safetensors format: a JSON header, padded to 8 bytes, then the data. */
final class Safetensors {
  private Safetensors() {}

  static byte[] encode(List<Weight> weights) {
    StringBuilder header = new StringBuilder("{");
    int offset = 0;
    for (Weight weight : weights) {
      int end = offset + 4 * weight.values().length;
      String shape = weight.shape().stream().map(String::valueOf).collect(Collectors.joining(","));
      header
          .append(header.length() > 1 ? "," : "")
          .append("\"%s\":{\"dtype\":\"F32\",".formatted(weight.name()))
          .append("\"shape\":[%s],\"data_offsets\":[%d,%d]}".formatted(shape, offset, end));
      offset = end;
    }
    header.append("}").repeat(" ", -(header.length()) & 7);
    byte[] text = header.toString().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + offset).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(text.length).put(text);
    for (Weight weight : weights) {
      for (float value : weight.values()) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }
}

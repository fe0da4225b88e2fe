package dev.whittle.runtime.weights;

import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.json.Json;
import dev.whittle.runtime.json.JsonException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a header and proves that its tensors fill the data section without overlap or hole. */
final class SafetensorsHeader {
  private static final long MAX_HEADER = 100_000_000;
  private static final String DAMAGED = "the file is damaged: fetch or export it again";
  private static final ValueLayout.OfLong LENGTH =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private record Range(String name, String dtype, int[] shape, long begin, long end) {}

  private final MemorySegment bytes;
  private final String origin;

  SafetensorsHeader(MemorySegment bytes, String origin) {
    this.bytes = bytes;
    this.origin = origin;
  }

  Safetensors read() {
    if (bytes.byteSize() < Long.BYTES) {
      throw error("", "has " + bytes.byteSize() + " bytes, too few for a safetensors file");
    }
    long length = bytes.get(LENGTH, 0);
    if (length < 2 || length > MAX_HEADER) {
      throw new WeightsException(
          origin,
          "",
          "says its header has %s bytes, expected 2 to %d"
              .formatted(Long.toUnsignedString(length), MAX_HEADER),
          "is it a safetensors file?");
    }
    if (length > bytes.byteSize() - Long.BYTES) {
      throw error(
          "",
          "ends inside its header of %d bytes: the file has %d"
              .formatted(length, bytes.byteSize()));
    }
    Json.Obj header;
    try {
      header =
          Json.parse(bytes.asSlice(Long.BYTES, length).toArray(ValueLayout.JAVA_BYTE)).asObject();
    } catch (JsonException e) {
      throw new WeightsException(
          origin, "", "has an unreadable header: " + e.getMessage(), DAMAGED, e);
    }
    return tensors(header, bytes.asSlice(Long.BYTES + length));
  }

  private Safetensors tensors(Json.Obj header, MemorySegment data) {
    Map<String, String> metadata = new LinkedHashMap<>();
    List<Range> ranges = new ArrayList<>();
    header
        .members()
        .forEach((name, member) -> {
          try {
            if (name.equals("__metadata__")) {
              member.asObject().members().forEach((k, v) -> metadata.put(k, v.asText()));
            } else {
              ranges.add(range(name, member.asObject()));
            }
          } catch (JsonException e) {
            throw new WeightsException(origin, name, e.getMessage(), DAMAGED, e);
          }
        });
    ranges.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end));
    Map<String, Safetensors.Entry> entries = new LinkedHashMap<>();
    long at = 0;
    for (Range range : ranges) {
      if (range.begin() != at) {
        throw error(
            range.name(),
            "starts at byte %d, expected %d: tensors follow each other without %s"
                .formatted(range.begin(), at, range.begin() < at ? "overlap" : "hole"));
      }
      if (range.end() > data.byteSize()) {
        throw error(
            range.name(),
            "ends at byte %d of the data, which has %d".formatted(range.end(), data.byteSize()));
      }
      at = range.end();
      MemorySegment slice = data.asSlice(range.begin(), range.end() - range.begin());
      entries.put(range.name(), new Safetensors.Entry(range.dtype(), range.shape(), slice));
    }
    if (at != data.byteSize()) {
      throw error(
          "", "has %d bytes of data, expected %d by its header".formatted(data.byteSize(), at));
    }
    return new Safetensors(origin, entries, metadata);
  }

  private Range range(String name, Json.Obj tensor) {
    String dtype = tensor.get("dtype").asText();
    List<Json> sizes = tensor.get("shape").asList();
    int[] shape = new int[sizes.size()];
    for (int i = 0; i < shape.length; i++) {
      long size = sizes.get(i).asLong();
      if (size < 0 || size > Integer.MAX_VALUE) {
        throw error(name, "axis %d has size %d, expected 0 to 2^31 - 1".formatted(i, size));
      }
      shape[i] = (int) size;
    }
    List<Json> offsets = tensor.get("data_offsets").asList();
    if (offsets.size() != 2) {
      throw error(name, "has %d data offsets, expected 2".formatted(offsets.size()));
    }
    long begin = offsets.get(0).asLong();
    long end = offsets.get(1).asLong();
    if (begin < 0 || end < begin) {
      throw error(name, "spans bytes %d to %d, which is no range".formatted(begin, end));
    }
    long size = byteSize(name, dtype, shape).orElse(end - begin);
    if (end - begin != size) {
      throw error(
          name,
          "%s%s needs %d bytes, has %d"
              .formatted(dtype, tensor.get("shape").text(), size, end - begin));
    }
    return new Range(name, dtype, shape, begin, end);
  }

  private Optional<Long> byteSize(String name, String dtype, int[] shape) {
    try {
      long count = Tensor.elementCount(shape);
      return Dtype.parse(dtype).map(known -> Math.multiplyExact(count, (long) known.bytes()));
    } catch (ArithmeticException e) {
      throw error(name, "has more than 2^63 bytes");
    }
  }

  private WeightsException error(String tensor, String problem) {
    return new WeightsException(origin, tensor, problem, DAMAGED);
  }
}

package dev.whittle.onnx.message;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a tensor: sizes first, wherever they stand, then the elements of {@code raw_data} or of the
 * field that is meant for its type.
 */
final class TensorReader {
  private static final int FLOAT_DATA = 4;
  private static final int INT32_DATA = 5;
  private static final int INT64_DATA = 7;
  private static final int DOUBLE_DATA = 10;
  private static final int UINT64_DATA = 11;
  private static final int MOST_AXES = 64;

  private final List<Long> shape = new ArrayList<>();
  private final Map<String, String> external = new HashMap<>();
  private Optional<DataType> type = Optional.empty();
  private Optional<MemorySegment> raw = Optional.empty();
  private String name = "";
  private boolean isExternal;

  private TensorReader() {}

  static TensorMessage read(WireReader in) throws MalformedMessage {
    WireReader again = in.copy();
    TensorReader reader = new TensorReader();
    reader.header(in);
    long count = reader.count(in);
    MemorySegment data = reader.data(in, again, count);
    return new TensorMessage(
        reader.name,
        reader.shape,
        reader.type,
        data,
        reader.isExternal ? Optional.of(reader.external) : Optional.empty());
  }

  private void header(WireReader in) throws MalformedMessage {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> in.integers(shape);
        case 2 -> type = DataType.of(in.varint());
        case 8 -> name = in.text();
        case 9 -> raw = Optional.of(in.bytes());
        case 13 -> entry(in.message("a place of external data"));
        case 14 -> isExternal = in.varint() == 1;
        default -> {}
      }
    }
  }

  private void entry(WireReader in) throws MalformedMessage {
    String key = "";
    String value = "";
    while (in.next()) {
      switch (in.field()) {
        case 1 -> key = in.text();
        case 2 -> value = in.text();
        default -> {}
      }
    }
    external.put(key, value);
  }

  private long count(WireReader in) throws MalformedMessage {
    if (shape.size() > MOST_AXES) {
      throw problem(in, "has %d axes, at most %d expected".formatted(shape.size(), MOST_AXES));
    }
    double product = 1;
    boolean isEmpty = false;
    for (long size : shape) {
      if (size < 0) {
        throw problem(in, "has the size " + size);
      }
      isEmpty |= size == 0;
      product *= Math.max(1, size);
    }
    if (product > Integer.MAX_VALUE) {
      throw problem(in, "of the shape %s is too large".formatted(shape));
    }
    return isEmpty ? 0 : (long) product;
  }

  private MemorySegment data(WireReader in, WireReader again, long count) throws MalformedMessage {
    if (isExternal || type.isEmpty() || type.get().kind() == DataType.Kind.OTHER) {
      return MemorySegment.NULL;
    }
    DataType element = type.get();
    MemorySegment data = raw.isPresent() ? raw.get() : typed(again, element, count);
    if (data.byteSize() != element.bytes(count)) {
      throw problem(
          in,
          "of the shape %s and type %s needs %d bytes, has %d"
              .formatted(shape, element.text(), element.bytes(count), data.byteSize()));
    }
    return data;
  }

  private static MemorySegment typed(WireReader in, DataType type, long count)
      throws MalformedMessage {
    int field =
        switch (type) {
          case FLOAT -> FLOAT_DATA;
          case DOUBLE -> DOUBLE_DATA;
          case INT64 -> INT64_DATA;
          case UINT32, UINT64 -> UINT64_DATA;
          default -> INT32_DATA;
        };
    int storedBytes = type == DataType.FLOAT ? 4 : type == DataType.DOUBLE ? 8 : 0;
    Elements elements = new Elements(type, storedBytes, type.isHalfByte() ? count / 2 + 1 : count);
    while (in.next()) {
      if (in.field() == field) {
        in.elements(elements);
      }
    }
    return elements.bytes();
  }

  private MalformedMessage problem(WireReader in, String what) {
    return new MalformedMessage(in.offset(), "the tensor `%s` %s".formatted(name, what));
  }
}

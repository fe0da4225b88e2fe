package dev.whittle.onnx.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an attribute, whose kind is told by its {@code type} or, in old files, by what it holds.
 */
final class AttributeReader {
  private static final Map<Integer, String> OTHERS =
      Map.of(
          6, "a graph",
          9, "texts",
          10, "tensors",
          11, "graphs",
          14, "a type",
          15, "types",
          21, "a reference to a function's attribute",
          22, "a sparse tensor",
          23, "sparse tensors");

  private final List<Float> numbers = new ArrayList<>();
  private final List<Long> integers = new ArrayList<>();
  private Optional<AttributeValue> single = Optional.empty();
  private String name = "";
  private long type;

  private AttributeReader() {}

  static void read(WireReader in, Map<String, AttributeValue> attributes) throws MalformedMessage {
    AttributeReader reader = new AttributeReader();
    reader.fields(in);
    attributes.put(reader.name, reader.value());
  }

  private void fields(WireReader in) throws MalformedMessage {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> single = Optional.of(new AttributeValue.Number(in.number()));
        case 3 -> single = Optional.of(new AttributeValue.Integral(in.varint()));
        case 4 -> single = Optional.of(new AttributeValue.Text(in.text()));
        case 5 ->
            single =
                Optional.of(new AttributeValue.OfTensor(TensorReader.read(in.message("a tensor"))));
        case 7 -> in.numbers(numbers);
        case 8 -> in.integers(integers);
        case 20 -> type = in.varint();
        default -> {
          if (OTHERS.containsKey(in.field())) {
            single = Optional.of(new AttributeValue.Other(OTHERS.get(in.field())));
          }
        }
      }
    }
  }

  private AttributeValue value() {
    if (type == 6 || numbers.size() > 0) {
      return new AttributeValue.Numbers(numbers);
    }
    if (type == 7 || integers.size() > 0) {
      return new AttributeValue.Integrals(integers);
    }
    return single.orElseGet(() ->
        switch ((int) type) {
          case 1 -> new AttributeValue.Number(0);
          case 2 -> new AttributeValue.Integral(0);
          case 3 -> new AttributeValue.Text("");
          default -> new AttributeValue.Other("nothing");
        });
  }
}

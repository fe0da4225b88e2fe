package dev.whittle.onnx.message;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the messages of {@code onnx.proto} that a network is made of and skips all other fields.
 */
public final class ModelReader {
  private static final int MOST_NODES = 100_000;

  private final Map<String, Long> operatorSets = new HashMap<>();
  private final List<NodeMessage> nodes = new ArrayList<>();
  private final List<TensorMessage> initialisers = new ArrayList<>();
  private final List<String> sparse = new ArrayList<>();
  private final List<ValueMessage> inputs = new ArrayList<>();
  private final List<ValueMessage> outputs = new ArrayList<>();
  private String producer = "";
  private boolean hasGraph;

  private ModelReader() {}

  /**
   * Reads a model file's content; tensors share its memory where they can.
   *
   * @throws MalformedMessage when it is no model, or an absurdly large one
   */
  public static ModelMessage read(MemorySegment file) throws MalformedMessage {
    ModelReader reader = new ModelReader();
    reader.model(new WireReader(file, 0, "the model", new Budget()));
    return new ModelMessage(
        reader.producer,
        reader.operatorSets,
        reader.hasGraph,
        reader.nodes,
        reader.initialisers,
        reader.sparse,
        reader.inputs,
        reader.outputs);
  }

  private void model(WireReader in) throws MalformedMessage {
    while (in.next()) {
      switch (in.field()) {
        case 2 -> producer = in.text();
        case 7 -> {
          hasGraph = true;
          graph(in.message("the graph"));
        }
        case 8 -> operatorSet(in.message("an operator set"));
        default -> {}
      }
    }
  }

  private void operatorSet(WireReader in) throws MalformedMessage {
    String domain = "";
    long version = 0;
    while (in.next()) {
      switch (in.field()) {
        case 1 -> domain = in.text();
        case 2 -> version = in.varint();
        default -> {}
      }
    }
    operatorSets.put(domain.equals("ai.onnx") ? "" : domain, version);
  }

  private void graph(WireReader in) throws MalformedMessage {
    while (in.next()) {
      switch (in.field()) {
        case 1 -> node(in.message("a node"), in);
        case 5 -> initialisers.add(TensorReader.read(in.message("an initialiser")));
        case 11 -> inputs.add(value(in.message("an input")));
        case 12 -> outputs.add(value(in.message("an output")));
        case 15 -> sparse.add(sparse(in.message("a sparse initialiser")));
        default -> {}
      }
    }
  }

  private static String sparse(WireReader in) throws MalformedMessage {
    String name = "";
    while (in.next()) {
      if (in.field() == 1) {
        WireReader values = in.message("a sparse tensor's values");
        while (values.next()) {
          name = values.field() == 8 ? values.text() : name;
        }
      }
    }
    return name;
  }

  private void node(WireReader in, WireReader graph) throws MalformedMessage {
    if (nodes.size() == MOST_NODES) {
      throw graph.problem("at most %d nodes expected".formatted(MOST_NODES));
    }
    String name = "";
    String operator = "";
    String domain = "";
    List<String> from = new ArrayList<>();
    List<String> to = new ArrayList<>();
    Map<String, AttributeValue> attributes = new HashMap<>();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> from.add(in.text());
        case 2 -> to.add(in.text());
        case 3 -> name = in.text();
        case 4 -> operator = in.text();
        case 5 -> AttributeReader.read(in.message("an attribute"), attributes);
        case 7 -> domain = in.text();
        default -> {}
      }
    }
    nodes.add(
        new NodeMessage(
            name, operator, domain.equals("ai.onnx") ? "" : domain, from, to, attributes));
  }

  private static ValueMessage value(WireReader in) throws MalformedMessage {
    String name = "";
    Optional<DataType> type = Optional.empty();
    Optional<List<ValueMessage.Size>> dims = Optional.empty();
    while (in.next()) {
      switch (in.field()) {
        case 1 -> name = in.text();
        case 2 -> {
          WireReader kinds = in.message("a type");
          while (kinds.next()) {
            if (kinds.field() != 1) {
              continue;
            }
            WireReader tensor = kinds.message("a tensor type");
            while (tensor.next()) {
              switch (tensor.field()) {
                case 1 -> type = DataType.of(tensor.varint());
                case 2 -> dims = Optional.of(dims(tensor.message("a shape")));
                default -> {}
              }
            }
          }
        }
        default -> {}
      }
    }
    return new ValueMessage(name, type, dims);
  }

  private static List<ValueMessage.Size> dims(WireReader in) throws MalformedMessage {
    List<ValueMessage.Size> dims = new ArrayList<>();
    while (in.next()) {
      if (in.field() != 1) {
        continue;
      }
      WireReader dim = in.message("a size");
      Optional<Long> number = Optional.empty();
      String symbol = "";
      while (dim.next()) {
        switch (dim.field()) {
          case 1 -> number = Optional.of(dim.varint());
          case 2 -> symbol = dim.text();
          default -> {}
        }
      }
      dims.add(new ValueMessage.Size(number, symbol));
    }
    return dims;
  }
}

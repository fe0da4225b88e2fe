package dev.whittle.onnx.translate;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Origin;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.Span;
import dev.whittle.ir.Value;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.onnx.OnnxInputs;
import dev.whittle.onnx.OnnxMistake;
import dev.whittle.onnx.message.AttributeValue;
import dev.whittle.onnx.message.DataType;
import dev.whittle.onnx.message.ExternalData;
import dev.whittle.onnx.message.ModelMessage;
import dev.whittle.onnx.message.NodeMessage;
import dev.whittle.onnx.message.TensorMessage;
import dev.whittle.onnx.message.ValueMessage;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Translates the nodes that a model's outputs need, one after the other. A node that cannot be
 * translated is reported, and what hangs on it is only looked at for operators that nobody knows.
 */
public final class Translator {
  private static final String UNKNOWN_HINT =
      "docs/onnx.md lists the operators that are read; export the model without it";

  /** Elements that a model may have made before it runs, and how many for each one it stores. */
  private static final long MOST_MADE = 1 << 23;

  private static final long MOST_MADE_OF_STORED = 8;
  private static final int MOST_READS = 1 << 20;

  private final ModelMessage model;
  private final String file;
  private final Tensors tensors;
  private final Graph.Builder graph;
  private final int operatorSet;
  private final Map<String, TensorMessage> initialisers = new HashMap<>();
  private final Map<String, Operand> operands = new HashMap<>();
  private final Map<String, List<NodeMessage>> readers = new HashMap<>();
  private final Set<String> needed = new HashSet<>();
  private final Set<NodeMessage> absorbed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final KnownValues values;
  private final IntegerTypes integers = new IntegerTypes();
  private final List<Diagnostic> problems = new ArrayList<>();
  private ModuleNames names;
  private long stored;
  private long made;
  private int reads;

  /** What became of a model; the graph is absent when there are problems. */
  public record Result(Optional<Graph> graph, Weights weights, List<Diagnostic> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  private Translator(
      ModelMessage model, String file, String name, int operatorSet, ExternalData external) {
    this.model = model;
    this.file = file;
    this.operatorSet = operatorSet;
    this.tensors = new Tensors(external);
    this.graph = Graph.builder(name, Origin.at(new Span(file, 0, 0, 0, 0)));
    this.values = new KnownValues(graph, this::make);
  }

  /**
   * Translates a model.
   *
   * @param file what diagnostics call it
   * @param name what the network is called
   */
  public static Result translate(
      ModelMessage model,
      String file,
      String name,
      int operatorSet,
      ExternalData external,
      OnnxInputs given) {
    Translator translator = new Translator(model, file, name, operatorSet, external);
    translator.run(new Ports(given));
    boolean isBroken = !translator.problems.isEmpty();
    return new Result(
        isBroken ? Optional.empty() : Optional.of(translator.graph.build()),
        Weights.of(isBroken ? Map.of() : translator.values.weights()),
        translator.problems);
  }

  private void run(Ports ports) {
    for (TensorMessage tensor : model.initialisers()) {
      initialisers.put(tensor.name(), tensor);
      tensor.type().ifPresent(type -> integers.declare(tensor.name(), type));
    }
    for (String name : model.sparse()) {
      problem(
          OnnxMistake.BAD_TENSOR,
          "the initialiser `%s` is stored sparsely".formatted(name),
          "store it densely: onnx.compose and most exporters do");
      operands.put(name, new Operand.Failed());
    }
    inputs(ports);
    List<NodeMessage> live = live();
    names = new ModuleNames(model, readers);
    live.forEach(this::node);
    outputs();
  }

  private void inputs(Ports ports) {
    for (ValueMessage input : model.inputs()) {
      if (initialisers.containsKey(input.name()) || input.name().isEmpty()) {
        continue;
      }
      Operand operand = new Operand.Failed();
      try {
        Optional<Tensor> value = ports.value(input);
        input.type().ifPresent(type -> integers.declare(input.name(), type));
        operand =
            value.isPresent()
                ? new Operand.Known(input.name(), value.get(), true, Map.of())
                : new Operand.Live(graph.input(input.name(), ports.type(input)));
      } catch (Refusal e) {
        problem(e.mistake(), "the input `%s` %s".formatted(input.name(), e.getMessage()), e.hint());
      } catch (ShapeException e) {
        problem(
            OnnxMistake.BAD_SHAPE,
            "the input `%s`: %s".formatted(input.name(), e.getMessage()),
            "");
      }
      operands.put(input.name(), operand);
    }
    if (operands.isEmpty()) {
      problem(OnnxMistake.BAD_PORT, "the model has no inputs", "");
    }
    for (String unknown : ports.unused()) {
      problem(
          ports.mistake(unknown),
          "the model has no input `%s`".formatted(unknown),
          Suggestion.didYouMean(unknown, model.inputs().stream().map(ValueMessage::name).toList()));
    }
  }

  /** The nodes whose results something needs, in the model's order. */
  private List<NodeMessage> live() {
    model.outputs().forEach(o -> needed.add(o.name()));
    List<NodeMessage> live = new ArrayList<>();
    for (NodeMessage node : model.nodes().reversed()) {
      if (node.outputs().stream().anyMatch(o -> !o.isEmpty() && needed.contains(o))) {
        live.addFirst(node);
        needed.addAll(node.inputs());
        new HashSet<>(node.inputs())
            .forEach(i -> readers.computeIfAbsent(i, _ -> new ArrayList<>()).add(node));
      }
    }
    return live;
  }

  private void node(NodeMessage node) {
    if (absorbed.contains(node)) {
      return;
    }
    Optional<OnnxOperator> operator =
        node.domain().isEmpty() ? OnnxOperators.find(node.operator()) : Optional.empty();
    try {
      if (operator.isEmpty()) {
        String domain =
            node.domain().isEmpty() ? "" : " of the domain `%s`".formatted(node.domain());
        throw new Refusal(
            OnnxMistake.UNKNOWN_OPERATOR,
            "there is no translation of this operator" + domain,
            UNKNOWN_HINT);
      }
      if (reads(node).stream().anyMatch(o -> o instanceof Operand.Failed)) {
        fail(node);
        return;
      }
      Call call = new Call(this, node);
      call.attributes().ignore(operator.get().ignored());
      operator.get().translation().translate(call);
      finish(call);
    } catch (Refusal e) {
      refuse(node, e.mistake(), e.getMessage(), e.hint());
    } catch (ShapeException e) {
      String operand =
          e.operand().isPresent() ? "operand " + (e.operand().getAsInt() + 1) + " " : "";
      refuse(node, OnnxMistake.BAD_SHAPE, operand + e.getMessage(), "");
    } catch (ArithmeticException e) {
      refuse(node, OnnxMistake.BAD_SHAPE, "has a result that is too large", "");
    }
  }

  private List<Operand> reads(NodeMessage node) {
    return node.inputs().stream().filter(i -> !i.isEmpty()).map(this::operand).toList();
  }

  private void finish(Call call) {
    Set<String> ignored = call.attributes().ignored();
    if (!ignored.isEmpty()) {
      throw new Refusal(
          "the attribute %s is not understood".formatted(String.join(", ", ignored)), "");
    }
    List<String> names = call.node().outputs();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      Optional<Operand> result = call.result(i);
      if (result.isEmpty() && needed.contains(name) && !name.isEmpty()) {
        throw new Refusal("its result %d, `%s`, is used".formatted(i + 1, name), "");
      }
      if (result.isPresent() && !name.isEmpty()) {
        integers.check(call.node(), name, result.get());
        define(name, result.get());
      }
    }
  }

  private void define(String name, Operand operand) {
    if (operands.containsKey(name) || initialisers.containsKey(name)) {
      throw new Refusal(
          OnnxMistake.BAD_GRAPH, "makes `%s`, which is there already".formatted(name), "");
    }
    if (operand instanceof Operand.Known known) {
      make(known.tensor());
    }
    operands.put(name, operand);
  }

  /** Counts what is worked out before the network runs, for models that make much of little. */
  private void make(Tensor tensor) {
    made += tensor.elementCount();
    if (made > MOST_MADE + MOST_MADE_OF_STORED * stored) {
      throw new Refusal(
          "makes a tensor before the network runs, the last of %d numbers in all".formatted(made),
          "simplify the model before exporting it");
    }
  }

  /** Counts the values that nodes read, for models of few nodes that mean very many. */
  void countReads(int count) {
    reads += count + 1;
    if (reads > MOST_READS) {
      throw new Refusal("makes a network of more than %d operations".formatted(MOST_READS), "");
    }
  }

  private void refuse(NodeMessage node, OnnxMistake mistake, String why, String hint) {
    problem(mistake, "%s `%s`: %s".formatted(node.operator(), node.label(), why), hint);
    fail(node);
  }

  private void fail(NodeMessage node) {
    node.outputs().forEach(o -> operands.putIfAbsent(o, new Operand.Failed()));
  }

  private void outputs() {
    if (model.outputs().isEmpty()) {
      problem(OnnxMistake.BAD_PORT, "the model has no outputs", "");
    }
    Set<String> names = new HashSet<>();
    for (ValueMessage output : model.outputs()) {
      try {
        Value value =
            switch (operand(output.name())) {
              case Operand.Live(Value live) -> live;
              case Operand.Known known -> materialise(known, output.name(), output.name());
              case Operand.Failed _ -> Value.of(-1);
            };
        if (value.node() >= 0 && names.add(output.name())) {
          graph.output(output.name(), value);
        }
      } catch (Refusal e) {
        problem(
            e.mistake(), "the output `%s`: %s".formatted(output.name(), e.getMessage()), e.hint());
      } catch (ShapeException e) {
        problem(
            OnnxMistake.BAD_SHAPE,
            "the output `%s`: %s".formatted(output.name(), e.getMessage()),
            "");
      }
    }
  }

  private void problem(OnnxMistake mistake, String message, String hint) {
    problems.add(Diagnostic.error(new Span(file, 0, 0, 0, 0), mistake.code(), message, hint));
  }

  boolean isNeeded(String value) {
    return !value.isEmpty() && needed.contains(value);
  }

  int operatorSet() {
    return operatorSet;
  }

  Graph.Builder graph() {
    return graph;
  }

  /** A tensor that the model stores. */
  Tensor tensor(TensorMessage message) {
    Tensor tensor = tensors.tensor(message);
    stored += tensor.elementCount();
    return tensor;
  }

  /** The name of a node, which may be empty in the model. */
  String name(NodeMessage node) {
    return names.node(node);
  }

  Operand operand(String name) {
    return peek(name)
        .orElseThrow(() ->
            new Refusal(
                OnnxMistake.BAD_GRAPH,
                "reads `%s`, which nothing before it makes".formatted(name),
                ""));
  }

  Optional<Operand> peek(String name) {
    Operand operand = operands.get(name);
    if (operand == null && initialisers.containsKey(name)) {
      operand =
          new Operand.Known(names.weight(name), tensor(initialisers.get(name)), true, Map.of());
      operands.put(name, operand);
    }
    return Optional.ofNullable(operand);
  }

  /** The type of a stored tensor: of an initialiser, or of a {@code Constant}. */
  Optional<DataType> declared(String name) {
    return Optional.ofNullable(initialisers.get(name))
        .or(() ->
            model.nodes().stream()
                .filter(node -> node.outputs().contains(name))
                .map(node -> node.attributes().get("value"))
                .filter(AttributeValue.OfTensor.class::isInstance)
                .map(value -> ((AttributeValue.OfTensor) value).value())
                .findFirst())
        .flatMap(TensorMessage::type);
  }

  Optional<NodeMessage> onlyReader(String name) {
    List<NodeMessage> all = readers.getOrDefault(name, List.of());
    boolean isOutput = model.outputs().stream().anyMatch(o -> o.name().equals(name));
    return all.size() == 1 && !isOutput ? Optional.of(all.getFirst()) : Optional.empty();
  }

  void absorb(NodeMessage reader, Call call) {
    absorbed.add(reader);
    call.result(0).ifPresent(result -> define(reader.outputs().getFirst(), result));
  }

  /**
   * A known tensor as a value of the graph.
   *
   * @param user what a tensor without a name is called after
   * @param name what the model calls it, which says the type of integers
   */
  Value materialise(Operand.Known known, String user, String name) {
    ElementType type = known.tensor().type();
    return type == ElementType.F32
        ? values.floats(known, user)
        : values.integers(
            known, user, type == ElementType.I64 ? integers.held(name).orElse(type) : type);
  }
}

package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.onnx.message.DataType;
import dev.whittle.onnx.message.NodeMessage;
import dev.whittle.onnx.message.TensorMessage;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** One node of the model while it is translated: what it is given, and the graph it adds to. */
final class Call {
  private static final String STATIC =
      "export the model with fixed sizes and its weights as initialisers";

  private final Translator translator;
  private final NodeMessage node;
  private final Attributes attributes;
  private final Map<Integer, Operand> results = new HashMap<>();
  private IntPredicate numbers = _ -> false;

  Call(Translator translator, NodeMessage node) {
    this.translator = translator;
    this.node = node;
    this.attributes = new Attributes(node.attributes());
  }

  NodeMessage node() {
    return node;
  }

  Attributes attributes() {
    return attributes;
  }

  /** The version of ONNX's operators that the model is written in. */
  int operatorSet() {
    return translator.operatorSet();
  }

  /** How many inputs are given; some may be left out. */
  int inputs() {
    return node.inputs().size();
  }

  boolean has(int input) {
    return input < inputs() && !node.inputs().get(input).isEmpty();
  }

  int outputs() {
    return node.outputs().size();
  }

  /** Whether something reads a result. */
  boolean isNeeded(int output) {
    return output < outputs() && translator.isNeeded(node.outputs().get(output));
  }

  Operand operand(int input) {
    if (!has(input)) {
      throw new Refusal("lacks its input " + (input + 1), "");
    }
    Operand operand = translator.operand(node.inputs().get(input));
    if (operand instanceof Operand.Known known && numbers.test(input)) {
      Folding.requireFloats(known);
      return Folding.floats(known);
    }
    return operand;
  }

  /**
   * Has integers that the network computes with be read as the floats they are.
   *
   * @param data the inputs with such numbers; all when none are named
   * @return the type of the first one, if there is any that is no float
   */
  Optional<ElementType> integers(int... data) {
    IntPredicate isData = i -> data.length == 0 || Arrays.stream(data).anyMatch(d -> d == i);
    Optional<ElementType> type =
        IntStream.range(0, inputs())
            .filter(i -> has(i) && isData.test(i))
            .mapToObj(this::operand)
            .filter(Operand.Live.class::isInstance)
            .map(live -> type(((Operand.Live) live).value()).element())
            .filter(element -> !element.isFloat())
            .findFirst();
    if (type.isPresent()) {
      numbers = isData;
    }
    return type;
  }

  /** Replaces the results that are floats. */
  void mapResults(UnaryOperator<Value> map) {
    results.replaceAll((_, operand) ->
        operand instanceof Operand.Live(Value value) && type(value).element().isFloat()
            ? new Operand.Live(map.apply(value))
            : operand);
  }

  /** Whether a value is of positions along an axis, wherever they were moved. */
  boolean isPosition(Value value) {
    Node made = translator.graph().node(value);
    return switch (made.op()) {
      case ArgMax _ -> true;
      case Reshape _, Flatten _, Transpose _, Slice _, Split _, Concat _ ->
          made.operands().stream().allMatch(this::isPosition);
      default -> false;
    };
  }

  /** What is known of an input before the network runs. */
  Optional<Operand.Known> known(int input) {
    return operand(input) instanceof Operand.Known known ? Optional.of(known) : Optional.empty();
  }

  /** That an input must be known; one of the network's own inputs can be given a value. */
  Refusal unknown(int input, String message, String hint) {
    boolean isGiven =
        operand(input) instanceof Operand.Live(Value value)
            && translator.graph().node(value).op() instanceof Input;
    String name = node.inputs().get(input);
    return new Refusal(
        message,
        isGiven
            ? "give it a value if it is always the same: --input-value %s=…".formatted(name)
            : hint);
  }

  /** True when every input that is given is known before the network runs. */
  boolean isKnown() {
    for (int i = 0; i < inputs(); i++) {
      if (has(i) && known(i).isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** An input that must be a tensor of the model. */
  Operand.Known weight(int input, String what) {
    Operand.Known known =
        known(input)
            .orElseThrow(
                () -> unknown(input, "its %s are computed by the network".formatted(what), STATIC));
    if (known.tensor().type() != ElementType.F32) {
      throw new Refusal("its %s are no floating point numbers".formatted(what), "");
    }
    return known;
  }

  /** An input that must be a list of integers that is known, or a single one. */
  List<Long> longs(int input, String what) {
    Operand.Known known =
        known(input)
            .orElseThrow(
                () -> unknown(input, "its %s are computed by the network".formatted(what), STATIC));
    if (!known.symbols().isEmpty()) {
      throw new Refusal(
          "its %s depend on the open size %s"
              .formatted(what, known.symbols().values().iterator().next()),
          "give all sizes with --shape");
    }
    if (known.tensor().type() != ElementType.I64 || known.tensor().rank() > 1) {
      throw new Refusal("its %s must be integers, are %s".formatted(what, known.tensor()), "");
    }
    return Folding.longs(known);
  }

  List<Integer> integers(int input, String what) {
    return longs(input, what).stream().map(v -> Attributes.exact(what, v)).toList();
  }

  /** A list that older operator sets have as an attribute and newer ones as an input. */
  Optional<List<Integer>> integers(String name, int input) {
    Optional<List<Integer>> attribute = attributes.integers(name);
    return attribute.isEmpty() && has(input) ? Optional.of(integers(input, name)) : attribute;
  }

  /** A single number that must be known. */
  float number(int input, String what) {
    weight(input, what);
    return (float) single(input, what).get(0);
  }

  /** An input that must be known and of one element. */
  Tensor single(int input, String what) {
    Tensor tensor = Elementwise.known(this, input).tensor();
    if (tensor.elementCount() != 1) {
      throw new Refusal("its %s must be one element, is %s".formatted(what, tensor), "");
    }
    return tensor;
  }

  /** An input as a value of the graph; what is known becomes a weight or a constant. */
  Value value(int input) {
    return switch (operand(input)) {
      case Operand.Live(Value value) when numbers.test(input) && !type(value).element().isFloat() ->
          add("number" + (input + 1), new ToFloat(), value);
      case Operand.Live(Value value) -> value;
      case Operand.Known known ->
          translator.materialise(known, translator.name(node), node.inputs().get(input));
      case Operand.Failed _ -> throw new IllegalStateException(node.label());
    };
  }

  /** A known tensor as a value of the graph. */
  Value value(Operand.Known known) {
    return translator.materialise(known, translator.name(node), "");
  }

  TensorType type(Value value) {
    return translator.graph().type(value);
  }

  Shape shape(Value value) {
    return type(value).shape();
  }

  /** The type that the model stores a known input in. */
  DataType declared(int input) {
    return translator
        .declared(node.inputs().get(input))
        .orElseThrow(() -> new Refusal("its input %d is not stored".formatted(input + 1), STATIC));
  }

  /** The shape of an input. */
  Shape shape(int input) {
    return switch (operand(input)) {
      case Operand.Known known -> Shape.of(known.tensor().shape());
      case Operand.Live(Value value) -> shape(value);
      case Operand.Failed _ -> throw new IllegalStateException(node.label());
    };
  }

  /** How many axes an input has. */
  int rank(int input) {
    return shape(input).rank();
  }

  /** What the node that makes {@code value} reads. */
  Value operand(Value value, int index) {
    return translator.graph().node(value).operand(index);
  }

  /** The op that makes a value. */
  Op op(Value value) {
    return translator.graph().node(value).op();
  }

  /** {@code axis} of ONNX counted from the front. */
  static int axis(int axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new Refusal("axis %d is out of range for %d axes".formatted(axis, rank), "");
    }
    return axis < 0 ? axis + rank : axis;
  }

  /** Adds a node for a part of what this one computes. */
  Value add(String role, Op op, Value... operands) {
    translator.countReads(operands.length);
    return translator.graph().add(translator.name(node) + "/" + role, op, operands);
  }

  /** Adds the node itself, whose results become this one's. */
  void emit(Op op, Value... operands) {
    emit(i -> i, op, operands);
  }

  /**
   * As {@link #emit(Op, Value...)}.
   *
   * @param output which of the node's results each of the op's is
   */
  void emit(IntUnaryOperator output, Op op, Value... operands) {
    translator.countReads(operands.length);
    Graph.Builder graph = translator.graph();
    Value first = graph.add(translator.name(node), op, operands);
    for (int i = 0; i < graph.node(first).types().size(); i++) {
      give(output.applyAsInt(i), new Operand.Live(new Value(first.node(), i)));
    }
  }

  /** Adds an op on the first input, or works it out when that is known. */
  void apply(Op op) {
    if (operand(0) instanceof Operand.Known known && known.tensor().type() == ElementType.F32) {
      Tensor result = ReferenceEvaluator.apply(op, List.of(known.tensor())).getFirst();
      give(0, Operand.Known.of(result));
    } else {
      emit(op, value(0));
    }
  }

  /** Adds a reshape to {@code dims}; none when that is the shape already. */
  void reshape(Value x, List<Dim> dims) {
    if (shape(x).dims().equals(dims)) {
      give(0, new Operand.Live(x));
    } else {
      emit(reshapeTo(x, dims), x);
    }
  }

  /** The reshape of {@code x} to {@code dims}; open sizes must stay on their axis. */
  Reshape reshapeTo(Value x, List<Dim> dims) {
    Shape shape = shape(x);
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < dims.size(); i++) {
      switch (dims.get(i)) {
        case Dim.Fixed(int size) -> sizes.add(size);
        case Dim.Symbol symbol -> {
          if (i >= shape.rank() || !shape.dim(i).equals(symbol)) {
            throw new Refusal(
                "moves the open size %s of %s to another axis".formatted(symbol, shape),
                "give all sizes with --shape");
          }
          sizes.add(0);
        }
      }
    }
    return new Reshape(sizes);
  }

  void give(int output, Operand operand) {
    results.put(output, operand);
  }

  Optional<Operand> result(int output) {
    return Optional.ofNullable(results.get(output));
  }

  Tensor tensor(TensorMessage message) {
    return translator.tensor(message);
  }

  /** The only node that reads {@code output}, when it is no output of the network. */
  Optional<NodeMessage> onlyReader(int output) {
    return translator.onlyReader(node.outputs().get(output));
  }

  /** What an input of another node is, when that is known already. */
  Optional<Operand> peek(String name) {
    return translator.peek(name);
  }

  /** Lets this node stand for {@code reader} too, whose result is then this one's. */
  void absorb(NodeMessage reader) {
    translator.absorb(reader, this);
  }
}

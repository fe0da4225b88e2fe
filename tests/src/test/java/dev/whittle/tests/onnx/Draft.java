package dev.whittle.tests.onnx;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.RandomTensors;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** A node that is being written, with the constants it brings along. */
final class Draft {
  private static final int CONSTANT_LISTS = 12;

  private final RandomModel model;
  private final SplittableRandom random;
  private final String operator;
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final List<Port> constants = new ArrayList<>();
  private final Set<Port> reads = new LinkedHashSet<>();
  private final List<OnnxNode> nodes = new ArrayList<>();
  private boolean isSize;

  /** Thrown by a recipe that does not fit what there is. */
  static final class Unfit extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  Draft(RandomModel model, String operator) {
    this.model = model;
    this.random = model.random();
    this.operator = operator;
  }

  int operatorSet() {
    return model.operatorSet();
  }

  boolean isOpen() {
    return model.isOpen();
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** A number of {@code [from, to]}. */
  int number(int from, int to) {
    return random.nextInt(from, to + 1);
  }

  float decimal() {
    return (float) random.nextDouble(-2, 2);
  }

  @SafeVarargs
  final <T> T choose(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  List<Integer> numbers(int count, int from, int to) {
    return IntStream.range(0, count).mapToObj(_ -> number(from, to)).toList();
  }

  /** An axis, sometimes counted from the back. */
  int axis(int from, int rank) {
    require(from < rank);
    int axis = number(from, rank - 1);
    return operatorSet() >= 11 && chance(0.3) ? axis - rank : axis;
  }

  void require(boolean holds) {
    if (!holds) {
      throw new Unfit();
    }
  }

  /** A value that the network computes. */
  Port x() {
    return x(_ -> true);
  }

  Port x(int rank) {
    return x(p -> p.rank() == rank);
  }

  /** A value of a batch and channels with one to three further axes. */
  Port picture() {
    return x(p -> p.rank() >= 3 && p.rank() <= 5);
  }

  Port x(Predicate<Port> fits) {
    return port(p -> p.isLive() && fits.test(p));
  }

  private Port port(Predicate<Port> fits) {
    List<Port> all = model.ports().stream().filter(fits).toList();
    require(!all.isEmpty());
    return all.get(chance(0.5) ? all.size() - 1 : random.nextInt(all.size()));
  }

  /** A number or list that is known before the network runs. */
  Port known(ElementType type) {
    boolean isThere = model.ports().stream().anyMatch(p -> p.isKnown(type));
    return isThere && chance(0.5) ? port(p -> p.isKnown(type)) : fresh(type, list());
  }

  private int[] list() {
    return chance(0.3) ? new int[0] : new int[] {number(1, 4)};
  }

  Port fresh(ElementType type, int... shape) {
    int count = Math.toIntExact(Tensor.elementCount(shape));
    return switch (type) {
      case I64 -> integers(shape, IntStream.range(0, count).mapToLong(_ -> number(1, 4)).toArray());
      case BOOL -> {
        byte[] values = new byte[count];
        for (int i = 0; i < count; i++) {
          values[i] = (byte) number(0, 1);
        }
        yield constant(Tensor.of(type, MemorySegment.ofArray(values), shape));
      }
      default -> floats(shape);
    };
  }

  Port floats(int... shape) {
    return constant(RandomTensors.normal(random, 1, shape));
  }

  Port positive(int... shape) {
    return constant(RandomTensors.uniform(random, 0.2, 2, shape));
  }

  /** Weights of a layer. */
  Port weight(int... shape) {
    return constant(RandomTensors.weight(random, shape));
  }

  Port list(List<Integer> values) {
    return integers(
        new int[] {values.size()}, values.stream().mapToLong(Integer::longValue).toArray());
  }

  Port integers(int[] shape, long... values) {
    return constant(Tensor.of(ElementType.I64, MemorySegment.ofArray(values), shape));
  }

  /** An initialiser, or a node that makes a constant. */
  Port constant(Tensor tensor) {
    Port port = new Port(model.name("c"), tensor, false, false);
    constants.add(port);
    ByteArrayOutputStream bytes = tensor(port);
    if (chance(0.8)) {
      nodes.add(OnnxNode.initialiser(bytes, port.name()));
    } else {
      boolean isList =
          operatorSet() >= CONSTANT_LISTS
              && tensor.rank() == 1
              && tensor.size(0) > 0
              && chance(0.5);
      boolean isFloats = isList && tensor.type() == ElementType.F32;
      nodes.add(
          new OnnxNode(
              "Constant",
              List.of(),
              List.of(port.name()),
              isFloats
                  ? Map.of("value_floats", decimals(tensor.floats()))
                  : isList && tensor.type() == ElementType.I64
                      ? Map.of("value_ints", whole(tensor))
                      : Map.of("value", bytes)));
    }
    return port;
  }

  static List<Float> decimals(float... values) {
    return IntStream.range(0, values.length).mapToObj(i -> values[i]).toList();
  }

  private static List<Integer> whole(Tensor tensor) {
    return IntStream.range(0, tensor.size(0)).mapToObj(i -> (int) tensor.get(i)).toList();
  }

  static int type(Tensor tensor) {
    return switch (tensor.type()) {
      case I64 -> ModelBytes.INT64;
      case BOOL -> ModelBytes.BOOL;
      case U8 -> ModelBytes.UINT8;
      case I8 -> ModelBytes.INT8;
      default -> ModelBytes.FLOAT;
    };
  }

  static ByteArrayOutputStream tensor(Port port) {
    Tensor tensor = port.value();
    return ModelBytes.tensor(
        port.name(), type(tensor), tensor.shape(), tensor.data().toArray(ValueLayout.JAVA_BYTE));
  }

  /** Something that broadcasts with {@code x}: of the network or a constant. */
  Port partner(Port x) {
    boolean isThere = x.isLive() && chance(0.4);
    if (isThere) {
      return x(p -> broadcasts(p.shape(), x.shape()));
    }
    return fresh(x.value().type(), smaller(x.shape()));
  }

  /** A shape that broadcasts to {@code shape}. */
  int[] smaller(int[] shape) {
    int[] part = Arrays.copyOfRange(shape, number(0, shape.length), shape.length);
    for (int i = 0; i < part.length; i++) {
      boolean isBatch = isOpen() && part.length - i == shape.length;
      part[i] = isBatch || chance(0.4) ? 1 : part[i];
    }
    return part;
  }

  private static boolean broadcasts(int[] a, int[] b) {
    return IntStream.rangeClosed(1, Math.min(a.length, b.length))
        .allMatch(i -> {
          int left = a[a.length - i];
          int right = b[b.length - i];
          return left == right || left == 1 || right == 1;
        });
  }

  Draft attribute(String name, Object value) {
    attributes.put(name, value);
    return this;
  }

  /** An attribute that is left out half the time. */
  Draft maybe(String name, Object value) {
    return chance(0.5) ? attribute(name, value) : this;
  }

  /** Integers that are an attribute before {@code operatorSet} and from then on this input. */
  Object list(String name, int operatorSet, List<Integer> values) {
    if (operatorSet() >= operatorSet) {
      return list(values);
    }
    attribute(name, values);
    return "";
  }

  /** The results are sizes, whatever the node reads. */
  Draft isSize() {
    isSize = true;
    return this;
  }

  /** A node before this one. */
  String before(String operator, Map<String, Object> attributes, Object... inputs) {
    String name = model.name("t");
    nodes.add(new OnnxNode(operator, names(inputs), List.of(name), attributes));
    return name;
  }

  /** Writes the node. Inputs are ports, names, and empty texts for what is left out. */
  void emit(Object... inputs) {
    emitAll(1, inputs);
  }

  /** Writes the node, and behind it one of another operator that reads its result alone. */
  void emitThrough(String last, Map<String, Object> more, Object... inputs) {
    emit(inputs);
    String result = nodes.getLast().outputs().getFirst();
    nodes.add(new OnnxNode(last, List.of(result), List.of(model.name("v")), more));
  }

  /** Ends with a node of another operator. */
  void emitAs(String last, Object... inputs) {
    nodes.add(new OnnxNode(last, names(inputs), List.of(model.name("v")), Map.of()));
  }

  void emitAll(int results, Object... inputs) {
    List<String> names = new ArrayList<>(names(inputs));
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    List<String> outputs = IntStream.range(0, results).mapToObj(_ -> model.name("v")).toList();
    nodes.add(new OnnxNode(operator, names, outputs, Map.copyOf(attributes)));
  }

  private List<String> names(Object... inputs) {
    return Arrays.stream(inputs)
        .map(input ->
            switch (input) {
              case Port port -> {
                if (!constants.contains(port)) {
                  reads.add(port);
                }
                yield port.name();
              }
              default -> (String) input;
            })
        .toList();
  }

  List<OnnxNode> nodes() {
    return nodes;
  }

  List<Port> constants() {
    return constants;
  }

  Set<Port> reads() {
    return reads;
  }

  boolean isLive() {
    return !isSize && reads.stream().anyMatch(Port::isLive);
  }

  boolean hasOpenSize() {
    return isOpen() && !isLive() && !reads.isEmpty();
  }
}

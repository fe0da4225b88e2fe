package dev.whittle.tests.graphs;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Origin;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Preprocessing.ChannelOrder;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A network under construction whose values are known: an op that would make a huge tensor or
 * numbers too large to compare is left out.
 */
final class Grower {
  private static final int MAX_ELEMENTS = 20_000;
  private static final double MAX_MAGNITUDE = 1_000;
  private static final int[] CHANNELS = {1, 2, 3, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 32, 33};
  private static final int[] SPATIAL = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 15, 16, 17, 19};
  private static final int[] BATCHES = {1, 1, 2, 3};

  /** What an op reads: a value of the network, or a tensor that joins it with the op. */
  sealed interface Operand {
    record Existing(Value value) implements Operand {}

    record Fresh(String role, Tensor tensor) implements Operand {}
  }

  private final SplittableRandom random;
  private final Graph.Builder builder;
  private final boolean symbolic;
  private final int batch;
  private final Map<Value, Tensor> tensors = new HashMap<>();
  private final Map<String, Tensor> weights = new LinkedHashMap<>();
  private final Map<String, Tensor> inputs = new LinkedHashMap<>();
  private final List<Value> values = new ArrayList<>();
  private final Set<Value> unread = new LinkedHashSet<>();
  private final int maxRank;
  private int ops;

  Grower(long seed, RandomGraphs.Profile profile) {
    this.random = new SplittableRandom(seed);
    this.builder = Graph.builder("random");
    this.maxRank = profile == RandomGraphs.Profile.ANY ? 5 : 4;
    this.symbolic = random.nextInt(3) == 0;
    this.batch = pick(BATCHES);
    int count = random.nextInt(4) == 0 ? 2 : 1;
    for (int i = 0; i < count; i++) {
      input(i, profile);
    }
  }

  SplittableRandom random() {
    return random;
  }

  int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  int channels() {
    return pick(CHANNELS);
  }

  int ops() {
    return ops;
  }

  /** The first axis an op may mix: 1, or rarely 0 where the batch is a number. */
  int firstAxis() {
    return !symbolic && chance(6) ? 0 : 1;
  }

  /** A value to go on from: mostly the newest, often one nobody reads yet. */
  Value value() {
    int kind = random.nextInt(8);
    if (kind < 4) {
      return values.getLast();
    }
    if (kind < 6 && !unread.isEmpty()) {
      List<Value> loose = List.copyOf(unread);
      return loose.get(random.nextInt(loose.size()));
    }
    return values.get(random.nextInt(values.size()));
  }

  /** An input, whose numbers are exact. */
  Value input() {
    return values.getFirst();
  }

  /** A random value whose concrete shape satisfies {@code condition}, newest half of the time. */
  Optional<Value> value(Predicate<int[]> condition) {
    List<Value> fitting =
        new ArrayList<>(values.stream().filter(v -> condition.test(shape(v))).toList());
    if (fitting.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(chance(2) ? fitting.getLast() : fitting.get(random.nextInt(fitting.size())));
  }

  /** A value with the spatial axes that windows may slide over. */
  Optional<Value> featureMaps() {
    return value(shape -> shape.length >= 3 && shape.length <= maxRank);
  }

  /** The concrete shape. */
  int[] shape(Value value) {
    return tensors.get(value).shape();
  }

  static Operand.Existing read(Value value) {
    return new Operand.Existing(value);
  }

  static Operand.Fresh fresh(String role, Tensor tensor) {
    return new Operand.Fresh(role, tensor);
  }

  /** Adds {@code op} unless it is not valid here or gives too much; answers its results. */
  List<Value> add(Op op, Operand... operands) {
    List<Tensor> read = new ArrayList<>();
    List<TensorType> types = new ArrayList<>();
    for (Operand operand : operands) {
      switch (operand) {
        case Operand.Existing(Value value) -> {
          read.add(tensors.get(value));
          types.add(builder.type(value));
        }
        case Operand.Fresh(String _, Tensor tensor) -> {
          read.add(tensor);
          types.add(ReferenceEvaluator.type(tensor));
        }
      }
    }
    List<TensorType> resultTypes;
    try {
      resultTypes = op.infer(types);
    } catch (ShapeException e) {
      return List.of();
    }
    if (!isSmall(resultTypes)) {
      return List.of();
    }
    List<Tensor> results = ReferenceEvaluator.apply(op, read);
    if (!results.stream().allMatch(Grower::isModerate)) {
      return List.of();
    }
    return commit(op, operands, results);
  }

  private List<Value> commit(Op op, Operand[] operands, List<Tensor> results) {
    ops++;
    String name = op.operator() + "_" + ops;
    List<Value> read = new ArrayList<>();
    for (Operand operand : operands) {
      switch (operand) {
        case Operand.Existing(Value value) -> read.add(value);
        case Operand.Fresh(String role, Tensor tensor) ->
            read.add(tensor(name + "." + role, tensor));
      }
    }
    unread.removeAll(read);
    Value first = builder.add(name, op, read.toArray(Value[]::new));
    List<Value> added =
        IntStream.range(0, results.size()).mapToObj(i -> new Value(first.node(), i)).toList();
    for (int i = 0; i < results.size(); i++) {
      tensors.put(added.get(i), results.get(i));
    }
    values.addAll(added);
    unread.addAll(added);
    return added;
  }

  private Value tensor(String name, Tensor tensor) {
    if (chance(8)) {
      return builder.add(name, new Constant(tensor));
    }
    weights.put(name, tensor);
    return builder.parameter(name, ReferenceEvaluator.type(tensor));
  }

  private void input(int index, RandomGraphs.Profile profile) {
    List<Integer> sizes = new ArrayList<>(List.of(batch, channels()));
    int spatial =
        profile == RandomGraphs.Profile.ANY ? pick(0, 1, 2, 2, 2, 2, 3) : pick(0, 1, 2, 2, 2, 2, 2);
    for (int axis = 0; axis < spatial; axis++) {
      sizes.add(spatial == 3 ? pick(1, 2, 3, 4, 5, 7) : pick(SPATIAL));
    }
    int[] shape = sizes.stream().mapToInt(Integer::intValue).toArray();
    Shape declared = Shape.of(shape);
    TensorType type =
        TensorType.f32().withShape(symbolic ? declared.with(0, Dim.of("N")) : declared);
    String name = index == 0 ? "image" : "extra";
    Value value = builder.add(name, new Input(type, preprocessing(shape)), Origin.NONE);
    Tensor tensor = RandomTensors.normal(random, 1, shape);
    inputs.put(name, tensor);
    tensors.put(value, tensor);
    values.add(value);
  }

  private Optional<Preprocessing> preprocessing(int[] shape) {
    if (shape.length != 4 || shape[1] != 1 && shape[1] != 3 || chance(2)) {
      return Optional.empty();
    }
    ChannelOrder order =
        shape[1] == 1 ? ChannelOrder.GREY : chance(2) ? ChannelOrder.RGB : ChannelOrder.BGR;
    return Optional.of(
        new Preprocessing(
            chance(2) ? 0 : shape[2] + random.nextInt(5),
            shape[2],
            shape[3],
            order,
            chance(2) ? 1 : 1f / 255,
            Collections.nCopies(shape[1], 0.5f + random.nextInt(100)),
            Collections.nCopies(shape[1], 1f + random.nextInt(3))));
  }

  /** The network so far: what nobody reads becomes an output, sometimes more does. */
  Sample finish(long seed, int steps, RandomGraphs.Profile profile) {
    SplittableRandom last = new SplittableRandom(seed + 1);
    List<Value> outputs = new ArrayList<>();
    for (Value value : unread) {
      if (value.index() == 0 || last.nextBoolean()) {
        outputs.add(value);
      }
    }
    if (last.nextInt(4) == 0) {
      outputs.add(values.get(last.nextInt(values.size())));
    }
    if (outputs.isEmpty()) {
      outputs.add(values.getLast());
    }
    for (int i = 0; i < outputs.size(); i++) {
      builder.output("y" + i, outputs.get(i), labels(outputs.get(i), last));
    }
    return new Sample(
        seed, steps, profile, builder.build(), Weights.of(weights), Map.copyOf(inputs));
  }

  private List<String> labels(Value value, SplittableRandom last) {
    int[] shape = shape(value);
    if (shape.length != 2 || last.nextBoolean()) {
      return List.of();
    }
    return IntStream.range(0, shape[1]).mapToObj(i -> "class " + i).toList();
  }

  private boolean isSmall(List<TensorType> types) {
    return types.stream()
        .allMatch(type -> type.bind(Map.of("N", batch)).shape().elementCount() <= MAX_ELEMENTS);
  }

  private static boolean isModerate(Tensor tensor) {
    for (float value : tensor.floats()) {
      if (!(Math.abs(value) <= MAX_MAGNITUDE)) {
        return false;
      }
    }
    return true;
  }
}

package dev.whittle.tests.onnx;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.tests.graphs.RandomTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A random ONNX model. It grows node by node from the {@linkplain OnnxRecipes recipes}; ONNX
 * Runtime runs each node alone and says what its results are, or that there is no such node, which
 * is then left out. So are nodes that give NaN or infinities: kernels of ONNX Runtime lose NaN on
 * the way, and sums of infinities have no magnitude to compare with.
 */
final class RandomModel {
  static final int MOST_STEPS = 25;

  private static final int MOST_ELEMENTS = 4096;
  private static final int MOST_RANK = 6;
  private static final int PATIENCE = 40;
  private static final int FIRST_SET = 7;
  private static final int LAST_SET = 23;

  private final long seed;
  private final SplittableRandom random;
  private final int operatorSet;
  private final boolean isOpen;
  private final Map<String, int[]> inputs = new LinkedHashMap<>();
  private final List<Port> ports = new ArrayList<>();
  private final List<OnnxNode> nodes = new ArrayList<>();
  private int names;

  private RandomModel(long seed, OnnxRecipe first) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
    this.operatorSet =
        random.nextInt(Math.max(FIRST_SET, first.since()), Math.min(LAST_SET, first.until()) + 1);
    this.isOpen = random.nextInt(4) == 0;
    int batch = random.nextInt(1, 4);
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      int[] shape = new int[List.of(4, 4, 4, 4, 4, 2, 2, 3, 5).get(random.nextInt(9))];
      Arrays.setAll(shape, axis -> random.nextInt(1, shape.length > 4 ? 5 : 8));
      shape[0] = batch;
      inputs.put(name("x"), shape);
    }
    inputs(batch).forEach((name, value) -> ports.add(new Port(name, value, true, false)));
  }

  /** A model of one to 25 nodes beside its constants. */
  static RandomModel of(long seed, List<OnnxRecipe> recipes) {
    return of(seed, new SplittableRandom(~seed).nextInt(1, MOST_STEPS + 1), recipes);
  }

  /** With fewer steps the same seed gives the start of the same model. */
  static RandomModel of(long seed, int steps, List<OnnxRecipe> recipes) {
    OnnxRecipe first = recipes.get(Math.floorMod(seed, recipes.size()));
    RandomModel model = new RandomModel(seed, first);
    boolean isFirst = model.hasGrown(first) || model.hasGrown(first);
    for (int step = isFirst ? 1 : 0; step < steps; step++) {
      model.grow(recipes);
    }
    return model;
  }

  private void grow(List<OnnxRecipe> recipes) {
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
      if (hasGrown(recipes.get(random.nextInt(recipes.size())))) {
        return;
      }
    }
  }

  private boolean hasGrown(OnnxRecipe recipe) {
    if (operatorSet < recipe.since() || operatorSet > recipe.until()) {
      return false;
    }
    Draft draft = new Draft(this, recipe.operator());
    try {
      recipe.writer().write(draft);
      Map<String, Tensor> results = results(draft);
      nodes.addAll(draft.nodes());
      ports.addAll(draft.constants());
      results.forEach(
          (name, value) -> ports.add(new Port(name, value, draft.isLive(), draft.hasOpenSize())));
      return true;
    } catch (Draft.Unfit | OnnxRuntime.Refused _) {
      return false;
    }
  }

  private Map<String, Tensor> results(Draft draft) {
    ModelBytes bytes = new ModelBytes(operatorSet);
    Map<String, Tensor> arguments = new LinkedHashMap<>();
    for (Port port : draft.reads()) {
      bytes.typedInput(port.name(), Draft.type(port.value()), port.shape());
      arguments.put(port.name(), port.value());
    }
    draft.nodes().forEach(node -> node.write(bytes));
    draft.nodes().getLast().outputs().forEach(bytes::untypedOutput);
    Map<String, Tensor> results = OnnxRuntime.run(bytes.bytes(), arguments);
    for (Tensor result : results.values()) {
      draft.require(result.elementCount() > 0 && result.elementCount() <= MOST_ELEMENTS);
      draft.require(result.rank() <= MOST_RANK && isFinite(result));
    }
    return results;
  }

  private static boolean isFinite(Tensor tensor) {
    return LongStream.range(0, tensor.elementCount()).allMatch(i -> Double.isFinite(tensor.get(i)));
  }

  SplittableRandom random() {
    return random;
  }

  int operatorSet() {
    return operatorSet;
  }

  /** True when the batch is a symbol. */
  boolean isOpen() {
    return isOpen;
  }

  List<Port> ports() {
    return ports;
  }

  String name(String prefix) {
    return prefix + names++;
  }

  int batch() {
    return inputs.values().iterator().next()[0];
  }

  /** Inputs for the model, with another batch where that is open. */
  Map<String, Tensor> inputs(int batch) {
    SplittableRandom values = new SplittableRandom(31 * seed + batch);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    inputs.forEach((name, shape) -> {
      int[] sizes = shape.clone();
      sizes[0] = isOpen ? batch : sizes[0];
      tensors.put(name, RandomTensors.normal(values, 1, sizes));
    });
    return tensors;
  }

  /** The model file, whose outputs are the results that nothing reads. */
  byte[] bytes() {
    ModelBytes bytes = new ModelBytes(operatorSet);
    inputs.forEach((name, shape) -> {
      int[] sizes = shape.clone();
      sizes[0] = isOpen ? 0 : sizes[0];
      bytes.input(name, sizes);
    });
    nodes.forEach(node -> node.write(bytes));
    for (Port port : outputs()) {
      if (port.is(ElementType.F32)) {
        bytes.output(port.name());
      } else {
        String name = port.name() + "_number";
        bytes.node("Cast", List.of(port.name()), List.of(name), Map.of("to", ModelBytes.FLOAT));
        bytes.output(name);
      }
    }
    return bytes.bytes();
  }

  private List<Port> outputs() {
    Set<String> read = nodes.stream().flatMap(n -> n.inputs().stream()).collect(Collectors.toSet());
    return ports.stream()
        .filter(Predicate.not(p -> read.contains(p.name()) || inputs.containsKey(p.name())))
        .filter(p -> p.isLive() || !p.isOpen())
        .toList();
  }

  boolean hasOutputs() {
    return !outputs().isEmpty();
  }

  /** The operators that the outputs hang on. */
  Set<String> operators() {
    Set<String> needed =
        outputs().stream().map(Port::name).collect(Collectors.toCollection(HashSet::new));
    Set<String> operators = new TreeSet<>();
    for (OnnxNode node : nodes.reversed()) {
      if (node.outputs().stream().anyMatch(needed::contains) && !node.operator().isEmpty()) {
        operators.add(node.operator());
        needed.addAll(node.inputs());
      }
    }
    return operators;
  }

  @Override
  public String toString() {
    return ports.stream()
        .map(p -> p.name() + ":" + p.value())
        .collect(
            Collectors.joining(
                ", ",
                "operator set %d%s%n%s%n"
                    .formatted(
                        operatorSet,
                        isOpen ? ", open batch" : "",
                        nodes.stream()
                            .filter(n -> !n.operator().isEmpty())
                            .map(n -> "  " + n)
                            .collect(Collectors.joining("\n"))),
                ""));
  }
}

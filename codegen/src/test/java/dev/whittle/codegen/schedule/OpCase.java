package dev.whittle.codegen.schedule;

import dev.whittle.codegen.CompiledPlan;
import dev.whittle.codegen.ModelCompiler;
import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Placement;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.Zeros;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.PackedWeight;
import dev.whittle.runtime.Plan;
import dev.whittle.runtime.Port;
import dev.whittle.runtime.Program;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * One op on given tensors, run through a candidate's kernel and through the reference.
 *
 * @param parameters how many operands, from the second on, are weights
 */
record OpCase(Op op, List<Tensor> operands, int parameters, List<Epilogue> epilogue) {
  /** What a kernel computed, and with what. */
  record Outcome(CompiledPlan plan, Map<String, Tensor> results) {}

  List<TensorType> operandTypes() {
    return operands.stream().map(t -> TensorType.f32(t.shape())).toList();
  }

  private List<TensorType> ownTypes() {
    return operandTypes().subList(0, operands.size() - added());
  }

  private int added() {
    return (int) epilogue.stream().filter(e -> e instanceof Epilogue.AddOperand).count();
  }

  List<Candidate> candidates(Target target) {
    List<TensorType> own = ownTypes();
    List<Candidate> all =
        new ArrayList<>(new Schedules().candidates(op, own, op.infer(own), target));
    if (parameters > 0) {
      Zeros zeros = Zeros.of(operands.get(1));
      all.addAll(new Schedules().sparse(op, own, op.infer(own), zeros, target));
    }
    return all.stream()
        .filter(c -> !c.algorithm().equals(Lowered.VIEW))
        .filter(c -> c.fusesActivation() || noActivation())
        .filter(c -> c.fusesResidual() || added() == 0)
        .toList();
  }

  private boolean noActivation() {
    return epilogue.stream().noneMatch(e -> e instanceof Epilogue.Apply);
  }

  private boolean isParameter(int operand) {
    return operand >= 1 && operand <= parameters;
  }

  /** The op alone, as a network of its own. */
  Evaluation expected() {
    List<Layout> plain = new ArrayList<>();
    operandTypes().forEach(t -> plain.add(Layout.plain(t.rank())));
    Op whole =
        epilogue.isEmpty() ? op : new Lowered(op, "reference", plain, plainResult(), epilogue);
    Graph.Builder builder = Graph.builder("reference");
    Map<String, Tensor> inputs = new HashMap<>();
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      values.add(builder.input("x" + i, operandTypes().get(i)));
      inputs.put("x" + i, operands.get(i));
    }
    Value value = builder.add("op", whole, values.toArray(Value[]::new));
    int results = builder.node(value).types().size();
    for (int i = 0; i < results; i++) {
      builder.output("y" + i, new Value(value.node(), i));
    }
    return ReferenceEvaluator.trace(builder.build(), Weights.of(Map.of()), inputs);
  }

  private Layout plainResult() {
    return Layout.plain(op.infer(ownTypes()).getFirst().rank());
  }

  /** Compiles for the candidate, runs every step in randomly cut pieces, reads the results. */
  Outcome run(Candidate candidate, Target target, RandomGenerator random) {
    Graph graph = graph(candidate);
    CompiledPlan compiled = ModelCompiler.compile(graph, target, "dev.whittle.generated.Case");
    Plan plan = compiled.plan();
    Program program = load(compiled);
    float[] arena = new float[plan.arenaFloats()];
    Arrays.fill(arena, Plan.BASE, arena.length, Float.NaN);
    float[] weights = new float[plan.weightsFloats()];
    Arrays.fill(weights, Plan.BASE, weights.length, Float.NaN);
    for (PackedWeight packed : plan.weights()) {
      Tensor tensor = operands.get(Integer.parseInt(packed.tensor().substring(1)));
      packed.layout().pack(tensor.floats(), tensor.shape(), weights, packed.offset());
    }
    float[][] inputs =
        plan.inputs().stream()
            .map(port -> operands.get(Integer.parseInt(port.name().substring(1))).floats())
            .toArray(float[][]::new);
    Around ends = new Around(plan, arena, inputs, random);
    for (int step = 0; step < plan.steps().size(); step++) {
      float[] scratch = new float[Math.max(1, plan.scratchFloats())];
      Arrays.fill(scratch, Float.NaN);
      int units = plan.steps().get(step).units();
      int cut = random.nextInt(units + 1);
      ends.run(program, step, weights, scratch, cut, units);
      ends.run(program, step, weights, scratch, 0, cut);
    }
    Map<String, Tensor> results = new HashMap<>();
    for (int i = 0; i < plan.outputs().size(); i++) {
      Port port = plan.outputs().get(i);
      results.put(port.name(), Tensor.of(ends.values(i), port.sizes()));
    }
    ends.check();
    return new Outcome(compiled, results);
  }

  private Graph graph(Candidate candidate) {
    Graph.Builder builder = Graph.builder("case");
    List<Value> values = new ArrayList<>();
    List<Layout> layouts = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      TensorType type = operandTypes().get(i);
      Value value =
          isParameter(i) ? builder.parameter("x" + i, type) : builder.input("x" + i, type);
      Layout wanted =
          i < candidate.operandLayouts().size()
              ? candidate.operandLayouts().get(i)
              : candidate.layout();
      Layout plain = Layout.parse(wanted.axes());
      if (!wanted.isPlain()) {
        value = builder.add("packed" + i, new Reorder(plain, wanted), value);
      }
      layouts.add(wanted);
      values.add(value);
    }
    Lowered lowered = new Lowered(op, candidate.algorithm(), layouts, candidate.layout(), epilogue);
    Value result = builder.add("op", lowered, values.toArray(Value[]::new));
    int count = builder.node(result).types().size();
    for (int i = 0; i < count; i++) {
      Value y = new Value(result.node(), i);
      if (!candidate.layout().isPlain()) {
        Layout plain = Layout.parse(candidate.layout().axes());
        y = builder.add("unpacked" + i, new Reorder(candidate.layout(), plain), y);
      }
      builder.output("y" + i, y);
    }
    return plan(builder.build(), candidate);
  }

  /** Every value at a place of its own; intermediate images are further apart than needed. */
  private static Graph plan(Graph graph, Candidate candidate) {
    Map<Value, Placement> places = new LinkedHashMap<>();
    int arena = 0;
    int weights = 0;
    for (Node node : graph.nodes()) {
      boolean packed =
          node.op() instanceof Parameter
              || node.op() instanceof Constant
              || node.op() instanceof Reorder
                  && graph.node(node.operand(0)).op() instanceof Parameter;
      for (int i = 0; i < node.types().size(); i++) {
        TensorType type = node.types().get(i);
        Layout layout =
            switch (node.op()) {
              case Reorder reorder -> reorder.to();
              case Lowered lowered -> lowered.layout();
              default -> Layout.plain(type.rank());
            };
        int[] shape = type.shape().sizes();
        int batch = shape.length == 0 ? 1 : shape[0];
        int image = Math.toIntExact(layout.size(shape) / (packed ? 1 : batch));
        boolean port = node.op() instanceof Input || graph.isOutput(node.result(i));
        int stride = port || packed ? image : image + 32;
        int size = Math.ceilDiv(stride * (packed ? 1 : batch), 16) * 16;
        if (packed) {
          places.put(node.result(i), new Placement(Placement.Space.WEIGHTS, weights, stride));
          weights += size;
        } else {
          places.put(node.result(i), new Placement(Placement.Space.ARENA, arena, stride));
          arena += size;
        }
      }
    }
    return graph.withMemory(new MemoryPlan(places, arena, weights, candidate.scratchFloats()));
  }

  static Program load(CompiledPlan compiled) {
    Map<String, byte[]> classes = compiled.classes();
    ClassLoader loader =
        new ClassLoader(OpCase.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes =
                Optional.ofNullable(classes.get(name))
                    .orElseThrow(() -> new ClassNotFoundException(name));
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    try {
      return (Program)
          loader.loadClass(compiled.plan().programClass()).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}

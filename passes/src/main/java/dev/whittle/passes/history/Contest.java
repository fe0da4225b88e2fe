package dev.whittle.passes.history;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Decision;
import dev.whittle.passes.Executor;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Stored;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.passes.ledger.Turns;
import dev.whittle.passes.lower.Choices;
import dev.whittle.passes.lower.Layouts;
import dev.whittle.passes.memory.PlanMemory;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Times the alternatives of a decision, each in a network of that one node. */
public final class Contest {
  private static final String NODE = "contestant";

  private final Target target;
  private final Kernels kernels;
  private final Executor executor;
  private final Weights weights;

  /**
   * @param weights every parameter that the node reads
   */
  public Contest(Target target, Kernels kernels, Executor executor, Weights weights) {
    this.target = target;
    this.kernels = kernels;
    this.executor = executor;
    this.weights = weights;
  }

  /**
   * Median nanoseconds of each alternative's kernel, without reorders, over {@code rounds} in which
   * all take their turn; 0 for those that need no code.
   *
   * @param warmUp runs what it is given until the JVM has compiled what is hot
   */
  public double[] run(Decision decision, int rounds, Consumer<Runnable> warmUp) {
    List<Graph> networks =
        decision.alternatives().stream().map(a -> network(decision, a.candidate())).toList();
    Map<String, Tensor> inputs = RandomInputs.of(networks.getFirst(), 1);
    List<Running> contestants = new ArrayList<>();
    try {
      networks.forEach(n -> contestants.add(executor.compile(n, target).load(weights)));
      warmUp.accept(() -> contestants.forEach(c -> time(c, inputs)));
      return Turns.medians(
          contestants.size(), rounds, at -> time(contestants.get(at), inputs), round -> {});
    } finally {
      contestants.forEach(Running::close);
    }
  }

  private static double time(Running contestant, Map<String, Tensor> inputs) {
    return contestant.profile(inputs, 1).rows().stream()
        .filter(row -> row.step().name().equals(NODE))
        .mapToDouble(Profile.Row::nanos)
        .sum();
  }

  /** The node alone, run by {@code candidate}, between conversions from and to plain layouts. */
  private Graph network(Decision decision, Candidate candidate) {
    Graph whole = decision.graph();
    Node node = decision.node();
    Lowered open = (Lowered) node.op();
    List<Layout> layouts = Choices.operandLayouts(node, candidate);
    Graph.Builder graph = Graph.builder(NODE);
    Map<Value, Value> plain = new LinkedHashMap<>();
    List<Value> operands = new ArrayList<>();
    for (int i = 0; i < layouts.size(); i++) {
      Value value =
          plain.computeIfAbsent(node.operand(i), v -> operand(whole, v, graph, "x" + plain.size()));
      operands.add(convert(graph, value, Layouts.plain(layouts.get(i)), layouts.get(i)));
    }
    Lowered chosen =
        new Lowered(open.op(), candidate.algorithm(), layouts, candidate.layout(), open.epilogue());
    Value result = graph.add(NODE, chosen, operands.toArray(Value[]::new));
    for (int i = 0; i < node.types().size(); i++) {
      Value value = new Value(result.node(), i);
      Layout layout = candidate.layout();
      graph.output("y" + i, convert(graph, value, layout, Layouts.plain(layout)));
    }
    PassContext context = PassContext.of(target, kernels, executor, weights);
    return context.run(new PlanMemory(), Map.of(), graph.build());
  }

  private static Value operand(Graph whole, Value value, Graph.Builder graph, String name) {
    Node producer = whole.node(value);
    return Stored.isStored(whole, producer)
        ? graph.add(producer.name(), producer.op())
        : graph.input(name, whole.type(value));
  }

  private static Value convert(Graph.Builder graph, Value value, Layout from, Layout to) {
    return from.equals(to) ? value : graph.add("reorder", new Reorder(from, to), value);
  }
}

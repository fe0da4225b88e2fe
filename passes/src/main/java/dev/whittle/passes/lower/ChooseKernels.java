package dev.whittle.passes.lower;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Level;
import dev.whittle.ir.Node;
import dev.whittle.ir.Output;
import dev.whittle.ir.Patch;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.op.Reorder;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.PassOption;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Gives every wrapped op an algorithm and layouts, and puts a reorder wherever a value is wanted in
 * another layout than it is made in: {@code lowered(op, open)(x) -> lowered(op, a, L)(reorder(x))}.
 * Outputs leave in plain layout. Readers that want the same layout share a reorder.
 */
public record ChooseKernels() implements Pass {
  /** The largest error of an algorithm, unless a pipeline says otherwise. */
  public static final double MOST_ERROR = 1e-5;

  /** How much algorithms may add to the rounding of plain sums. */
  static final PassOption ERROR =
      new PassOption(
          "error",
          PassOption.Type.NUMBER,
          MOST_ERROR,
          "The largest error, relative to the largest result, that a kernel may add to rounding.");

  /** Whether to measure. */
  static final PassOption MEASURED =
      new PassOption(
          "measured",
          PassOption.Type.TRUTH,
          false,
          "Whether to time the kernels that no lock file has times for; a build never does.");

  private static final PassInfo INFO =
      new PassInfo(
          "choose-kernels",
          "Chooses an algorithm and memory layouts for every op, and converts between them.",
          List.of(ERROR, MEASURED),
          Level.LOWERED,
          Level.LOWERED,
          Exactness.EXACT,
          true);

  @Override
  public PassInfo info() {
    return INFO;
  }

  @Override
  public Graph run(Graph graph, PassContext context) {
    if (graph.nodes().stream().noneMatch(n -> n.op() instanceof Lowered l && l.isOpen())) {
      return graph;
    }
    LayoutProblem problem = new LayoutProblem(graph, context);
    context
        .timings()
        .measuring()
        .filter(m -> m.isEager() || context.option(MEASURED, Boolean.class))
        .filter(m -> context.executor().runs(context.target()))
        .ifPresent(m -> MeasureKernels.run(problem, context, m));
    problem.solve();
    problem.decisions().forEach(context::decided);
    return context.apply(graph, new Edit(graph, problem.solution()).patch());
  }

  private static final class Edit {
    private record Copy(Value value, Layout layout) {}

    private final Graph graph;
    private final Map<Integer, Choice> choices;
    private final Patch.Builder patch;
    private final Map<Value, Value> chosen = new HashMap<>();
    private final Map<Copy, Value> copies = new HashMap<>();

    Edit(Graph graph, Map<Integer, Choice> choices) {
      this.graph = graph;
      this.choices = choices;
      this.patch = Patch.of(graph, INFO.name(), "Choose");
    }

    Patch patch() {
      for (Node node : graph.nodes()) {
        if (choices.containsKey(node.id())) {
          choose(node);
        } else if (node.op() instanceof Reorder reorder) {
          Value operand = in(node.operand(0), reorder.from());
          chosen.put(node.value(), patch.add(node, reorder, List.of(operand)));
        }
      }
      Map<Value, Value> replacements = new HashMap<>(chosen);
      for (Output output : graph.outputs()) {
        Value value = output.value();
        replacements.put(value, in(value, Layouts.plain(graph.type(value))));
      }
      replacements.forEach((from, to) -> {
        if (!from.equals(to)) {
          patch.replace(from, to);
        }
      });
      return patch.build();
    }

    private void choose(Node node) {
      Lowered open = (Lowered) node.op();
      Candidate candidate = choices.get(node.id()).candidate();
      List<Layout> layouts = Choices.operandLayouts(node, candidate);
      List<Value> operands = new ArrayList<>();
      for (int i = 0; i < layouts.size(); i++) {
        operands.add(in(node.operand(i), layouts.get(i)));
      }
      if (!candidate.parts().isEmpty()) {
        chosen.put(
            node.value(),
            Apart.add(
                node,
                candidate,
                node.name(),
                operands,
                (name, op, values) -> patch.add(node, name, op, values)));
        return;
      }
      Lowered lowered =
          new Lowered(
              open.op(), candidate.algorithm(), layouts, candidate.layout(), open.epilogue());
      Value result = patch.add(node, lowered, operands);
      for (int i = 0; i < node.types().size(); i++) {
        chosen.put(node.result(i), new Value(result.node(), i));
      }
    }

    private static String name(Layout layout) {
      return layout.text().toLowerCase(Locale.ROOT).replaceAll("\\W+", "_");
    }

    /** {@code value} of the old graph, in the new one and in {@code layout}. */
    private Value in(Value value, Layout layout) {
      Value made = chosen.getOrDefault(value, value);
      Node producer = patch.node(made);
      Layout from =
          switch (producer.op()) {
            case Lowered lowered -> lowered.layout();
            case Reorder reorder -> reorder.to();
            case Input _ -> Layouts.plain(producer.type());
            case Parameter _, Constant _ -> Layouts.plain(layout);
            default -> throw new IllegalStateException(producer.name() + " is not lowered");
          };
      if (from.equals(layout)) {
        return made;
      }
      return copies.computeIfAbsent(
          new Copy(made, layout),
          c ->
              patch.add(
                  producer,
                  producer.name() + "_" + name(layout),
                  new Reorder(from, layout),
                  List.of(made)));
    }
  }
}

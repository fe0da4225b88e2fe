package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.Expression;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Statement;
import dev.whittle.grammar.ast.Walk;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.Origin;
import dev.whittle.ir.Span;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Input;
import dev.whittle.runtime.Preprocessing;
import dev.whittle.runtime.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the graph of one network. */
final class NetworkBuilder {
  private final Declaration.Network network;
  private final Problems problems;
  private final Frame frame;
  private final Graph.Builder graph;
  private final Emitter emitter;
  private final Evaluator evaluator;
  private final Types types;
  private final Map<String, Statement> inputs = new HashMap<>();
  private final Map<String, Statement> outputs = new HashMap<>();
  private final String name;

  private NetworkBuilder(
      Declaration.Network network, FileScope file, Weights constants, Problems problems) {
    this.network = network;
    this.problems = problems;
    this.frame = new Frame(file, "", false, Optional.empty());
    this.types = new Types(problems);
    Budget budget = new Budget(problems);
    Evaluator plain = new Evaluator(problems, budget, Optional.empty(), constants);
    this.name =
        plain
            .annotations()
            .read(network.annotations(), "name", naming(new Expression.Broken(network.span())))
            .map(g -> g.text("name"))
            .orElse(network.name().text());
    Span place = network.name().span();
    this.graph = Graph.builder(name, new Origin(place, List.of(), network.documentation()));
    this.emitter = new Emitter(graph, budget, problems);
    this.evaluator = new Evaluator(problems, budget, Optional.of(emitter), constants);
  }

  /** The graph, or nothing after reporting why there is none. */
  static Optional<Graph> build(
      Declaration.Network network, FileScope file, Weights constants, Problems problems) {
    int before = problems.errors();
    try {
      Graph graph = new NetworkBuilder(network, file, constants, problems).build();
      return problems.errors() == before ? Optional.of(graph) : Optional.empty();
    } catch (Mistaken | Abandoned e) {
      return Optional.empty();
    }
  }

  private Graph build() {
    for (Statement statement : network.body()) {
      switch (statement) {
        case Statement.Input input -> input(input);
        case Statement.Output output -> output(output);
        default -> evaluator.interpreter().run(statement, frame);
      }
    }
    boolean isWhole = !problems.hasUnreadable(network.span().file());
    if (inputs.isEmpty() && isWhole) {
      problems.error(
          Mistake.NO_INPUT,
          network.name().span(),
          "the network `%s` has no input".formatted(network.name()),
          "add one: `input image: f32[N, 3, 224, 224]`");
    }
    if (outputs.isEmpty() && isWhole && !mentionsOutput()) {
      problems.error(
          Mistake.NO_OUTPUT,
          network.name().span(),
          "the network `%s` has no output".formatted(network.name()),
          "add one: `output probabilities = softmax(x)`");
    }
    Graph built = graph.build();
    return evaluator
        .annotations()
        .read(network.annotations(), "memory", naming(new Expression.Broken(network.span())))
        .map(g ->
            built.withMemory(
                new MemoryPlan(
                    evaluator.annotations().placements(),
                    g.integer("arena", 0),
                    g.integer("weights", 0),
                    g.integer("scratch", 0))))
        .orElse(built);
  }

  private boolean mentionsOutput() {
    boolean[] found = {false};
    Walk.statements(network.body(), s -> found[0] |= s instanceof Statement.Output);
    return found[0];
  }

  private Naming naming(Expression value) {
    return new Naming(frame, Optional.empty(), value, "");
  }

  private void input(Statement.Input input) {
    String variable = input.name().text();
    frame.set(variable, Datum.BROKEN);
    if (inputs.put(variable, input) != null) {
      definedTwice("input", input.name());
      return;
    }
    try {
      Naming naming = naming(input.type());
      TensorType type = types.read(input.type(), e -> evaluator.evaluate(e, naming), frame);
      Optional<Preprocessing> picture =
          evaluator
              .annotations()
              .read(input.annotations(), "picture", naming)
              .map(g -> Pictures.read(g, type, problems));
      String node =
          evaluator
              .annotations()
              .read(input.annotations(), "name", naming)
              .map(g -> g.text("name"))
              .orElse(variable);
      Given place = new Given(Signature.of("input"), input.type().span(), problems);
      Value value =
          emitter.add(
              node,
              new Input(type, picture),
              List.of(),
              place,
              frame,
              new Origin(input.span(), List.of(), input.documentation()));
      frame.set(variable, new Datum.Tensor(value));
      evaluator.annotations().place(input.annotations(), List.of(new Datum.Tensor(value)), naming);
    } catch (Mistaken e) {
      return;
    }
  }

  private void output(Statement.Output output) {
    String variable = output.name().text();
    if (outputs.put(variable, output) != null) {
      definedTwice("output", output.name());
      return;
    }
    Expression expression =
        output.value().orElse(new Expression.Name(output.name().span(), output.name()));
    Naming naming = new Naming(frame, Optional.of(variable), expression, output.documentation());
    Datum datum = evaluator.evaluate(expression, naming);
    if (datum.isBroken()) {
      return;
    }
    if (!(datum instanceof Datum.Tensor(Value value))) {
      problems.error(
          Mistake.WRONG_KIND,
          expression.span(),
          "an output must be a tensor, is " + Wording.of(datum),
          "");
      return;
    }
    try {
      List<String> labels =
          evaluator
              .annotations()
              .read(output.annotations(), "labels", naming)
              .map(g -> Labels.read(g, emitter.type(value), frame.file(), problems))
              .orElse(List.of());
      String outputName =
          evaluator
              .annotations()
              .read(output.annotations(), "name", naming)
              .map(g -> g.text("name"))
              .orElse(variable);
      graph.output(outputName, value, labels);
    } catch (Mistaken e) {
      return;
    }
  }

  private void definedTwice(String what, Identifier name) {
    problems.error(
        Mistake.DEFINED_TWICE,
        name.span(),
        "there are two %ss called `%s`".formatted(what, name),
        "");
  }
}

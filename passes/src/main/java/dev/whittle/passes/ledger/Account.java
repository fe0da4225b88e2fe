package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.ir.MemoryPlan;
import dev.whittle.ir.Node;
import dev.whittle.ir.Span;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Executor.Executable;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.cost.StepTimes;
import dev.whittle.passes.memory.Stays;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.Ledger;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.pipeline.Size;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runs a pipeline and keeps its account. */
public final class Account {
  private final Subject subject;
  private final Compilation compilation;
  private final List<Graph> stages;
  private final List<Graph> planned = new ArrayList<>();

  private Account(Subject subject) {
    this.subject = subject;
    this.stages = new ArrayList<>(List.of(subject.graph()));
    this.compilation =
        new PassManager((pass, graph) -> stages.add(graph))
            .run(
                subject.pipeline(),
                subject.graph(),
                subject.context(PatchObserver.NONE, subject.patchLimit()));
    Map<Graph, Graph> completed = new HashMap<>();
    stages.forEach(stage -> planned.add(completed.computeIfAbsent(stage, this::complete)));
  }

  /**
   * The report without measurements: from the same subject, the same report.
   *
   * @throws dev.whittle.passes.PassFailure when the network cannot be compiled
   */
  public static Report of(Subject subject) {
    Account account = new Account(subject);
    return account.report(account.approximations());
  }

  /**
   * The report with every stage of the network run and timed, and compared with the network as
   * written.
   *
   * @throws dev.whittle.passes.PassFailure when the network cannot be compiled
   * @throws IllegalArgumentException when a weight is missing
   */
  public static Report measured(Subject subject, Trial trial) {
    Account account = new Account(subject);
    Measurements measurements = Measurements.of(account.planned, subject, trial);
    List<List<Approximation>> effects =
        Effects.of(account.stages, account.approximations(), subject, trial);
    return measurements.add(account.report(effects));
  }

  /** {@code stage} after the passes that it still needs to run. */
  private Graph complete(Graph stage) {
    if (stage.memory().isPresent()) {
      return stage;
    }
    PassContext context = subject.context(PatchObserver.NONE, PassContext.UNLIMITED);
    return new PassManager().run(Pipelines.NONE, stage, context).graph();
  }

  private List<List<Approximation>> approximations() {
    return compilation.ledger().rows().stream().map(Ledger.Row::approximations).toList();
  }

  private Report report(List<List<Approximation>> approximations) {
    Graph graph = planned.getLast();
    MemoryPlan memory = graph.memory().orElseThrow();
    Executable code = subject.executor().compile(graph, subject.target());
    List<Layer> layers = Layers.of(graph, code.steps(), subject.kernels(), subject.target());
    return new Report(
        graph.name(),
        file(),
        subject.pipeline().name(),
        subject.target(),
        batch(),
        lines(approximations),
        layers,
        graph.outputs().stream()
            .map(o -> new Report.End(o.name(), position(layers, graph.node(o.value()))))
            .toList(),
        Stays.of(graph),
        bytes(memory.arenaFloats()),
        bytes(memory.scratchFloats()),
        bytes(memory.weightsFloats()),
        Optional.empty());
  }

  private List<Line> lines(List<List<Approximation>> approximations) {
    List<Line> lines = new ArrayList<>();
    Ledger ledger = compilation.ledger();
    lines.add(line("", 0, ledger.before(), planned.getFirst(), List.of()));
    for (int i = 0; i < ledger.rows().size(); i++) {
      Ledger.Row row = ledger.rows().get(i);
      lines.add(
          line(
              row.pass().name(),
              row.patches(),
              row.after(),
              planned.get(i + 1),
              approximations.get(i)));
    }
    return lines;
  }

  private Line line(
      String pass, long patches, Size size, Graph complete, List<Approximation> approximations) {
    double predicted = StepTimes.of(complete, subject.kernels(), subject.target());
    return new Line(
        pass, patches, size, predicted, OptionalDouble.empty(), Optional.empty(), approximations);
  }

  private String file() {
    return subject.graph().nodes().stream()
        .map(n -> n.origin().span())
        .filter(s -> s.line() > 0)
        .map(Layers::file)
        .findFirst()
        .orElse(Span.NONE.file());
  }

  private int batch() {
    return subject.graph().inputs().stream()
        .map(n -> n.type().shape())
        .filter(s -> s.rank() > 0)
        .mapToInt(s -> s.size(0))
        .findFirst()
        .orElse(1);
  }

  private static int position(List<Layer> layers, Node node) {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).name().equals(node.name())) {
        return i;
      }
    }
    throw new IllegalStateException("the output " + node.name() + " is no layer");
  }

  private static long bytes(int floats) {
    return (long) Float.BYTES * floats;
  }
}

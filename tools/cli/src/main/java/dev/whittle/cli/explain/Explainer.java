package dev.whittle.cli.explain;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Diagnostics;
import dev.whittle.cli.output.Table;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Span;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.passes.Decision;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.cost.Stored;
import dev.whittle.passes.history.History;
import dev.whittle.passes.history.Trail;
import dev.whittle.passes.ledger.Layer;
import dev.whittle.passes.ledger.Layers;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.pipeline.PassManager;
import dev.whittle.passes.times.Contest;
import dev.whittle.passes.times.Contestants;
import dev.whittle.passes.times.Pace;
import dev.whittle.runtime.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Compiles a network and knows afterwards what became of each node. */
public final class Explainer {
  private final Subject subject;
  private final Path directory;
  private final History history;
  private final Graph planned;
  private final List<Layer> layers;

  private Explainer(Subject subject, Path directory) {
    this.subject = subject;
    this.directory = directory;
    this.history = new History(subject.graph());
    PassContext context = subject.context(history, subject.patchLimit());
    this.planned = new PassManager().run(subject.pipeline(), subject.graph(), context).graph();
    this.layers =
        Layers.of(
            planned,
            subject.executor().compile(planned, subject.target()).steps(),
            subject.kernels(),
            subject.target());
  }

  /**
   * Compiles.
   *
   * @param directory what the names of source files start from
   * @throws dev.whittle.passes.PassFailure when the network cannot be compiled
   */
  public static Explainer of(Subject subject, Path directory) {
    return new Explainer(subject, directory);
  }

  /** The nodes as they were written and those that passes added, with what each became. */
  public String nodes() {
    Table table = new Table(4, "node", "operator", "source", "now");
    for (Trail trail : trails()) {
      table.row(trail.name(), trail.operator(), Layers.place(trail.origin().span()), now(trail));
    }
    return table.toString();
  }

  /** The same as JSON. */
  public Json nodesJson() {
    return Json.object()
        .put("network", planned.name())
        .put(
            "nodes",
            Json.array(
                trails().stream()
                    .map(trail ->
                        Json.object()
                            .put("name", trail.name())
                            .put("operator", trail.operator())
                            .put("source", Layers.place(trail.origin().span()))
                            .put("isWritten", history.isWritten(trail.name()))
                            .put(
                                "now",
                                trail.end().<Json>map(Json.Text::new).orElse(new Json.Null()))
                            .build())
                    .toList()))
        .build();
  }

  /** Nanoseconds of the kernels that were weighed for a node. */
  @FunctionalInterface
  public interface Timing {
    /** Does not measure. */
    Timing NONE = (contest, decision) -> new double[0];

    /** The times in the order of the alternatives; none when nothing is measured. */
    double[] of(Contest contest, Decision decision);

    /** Measures in {@code rounds}. */
    static Timing in(int rounds, Consumer<Runnable> warmUp) {
      return (contest, decision) ->
          contest.run(
              decision.alternatives().stream()
                  .map(a -> Contestants.kernel(decision.graph(), decision.node(), a.candidate()))
                  .toList(),
              Pace.rounds(rounds, warmUp));
    }
  }

  /**
   * What there is to know of the node called {@code name}.
   *
   * @throws UserError when there never was one
   */
  public ExplanationReport explain(String name, Timing timing) {
    Trail trail =
        history
            .trail(name)
            .orElseThrow(() ->
                UserError.usage(
                    "%s has no node called %s".formatted(planned.name(), name), hint(name)));
    Span span = trail.origin().span();
    Optional<Layer> layer =
        trail.end().flatMap(end -> layers.stream().filter(l -> l.name().equals(end)).findFirst());
    Contest contest = new Contest(subject.target(), subject.kernels(), subject.executor());
    double[] measured =
        trail.decision().map(decision -> timing.of(contest, decision)).orElse(new double[0]);
    String line = Diagnostics.line(span, directory).map(String::strip).orElse("");
    return new ExplanationReport(
        new Explanation(trail, line, layer, packing(trail), measured), subject);
  }

  private List<Trail> trails() {
    List<Trail> trails = new ArrayList<>();
    for (String name : history.names()) {
      if (history.isWritten(name) || planned.find(name).filter(this::isPacking).isEmpty()) {
        history.trail(name).ifPresent(trails::add);
      }
    }
    return trails;
  }

  private boolean isPacking(Node node) {
    return node.op() instanceof Reorder && Stored.isStored(planned, node);
  }

  private String now(Trail trail) {
    return trail.end().map(end -> end.equals(trail.name()) ? "" : end).orElse("(gone)");
  }

  private String hint(String name) {
    String meant = Suggestion.didYouMean(name, history.names());
    List<String> parts =
        history.names().stream()
            .filter(n -> n.endsWith("/" + name) || n.startsWith(name + "/"))
            .limit(3)
            .toList();
    if (!meant.isEmpty() || parts.isEmpty()) {
      return meant.isEmpty() ? "without a name, `whittle explain` lists the nodes" : meant;
    }
    return parts.stream().collect(Collectors.joining("`, `", "there is `", "`"));
  }

  /** How a weight lies in memory: the layouts it is packed in, plain when it is read as it is. */
  private String packing(Trail trail) {
    Optional<Node> node =
        trail.end().flatMap(planned::find).filter(n -> Stored.isStored(planned, n));
    return node.map(
            n -> {
              String packed =
                  planned.users(n).stream()
                      .map(Node::op)
                      .filter(op -> op instanceof Reorder)
                      .map(op -> ((Reorder) op).to().text())
                      .distinct()
                      .collect(Collectors.joining(", "));
              return packed.isEmpty() ? "as it is" : packed;
            })
        .orElse("");
  }
}

package dev.whittle.cli.compress;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Span;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.PassFailure;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.pipeline.Compilation;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Tries candidates on one network, one layer at a time. */
final class Search {
  /** The largest layers are tried, as many as make up this share of the whole. */
  private static final double SHARE = 0.9;

  private static final String PLAIN = "[\\p{L}\\p{N}_/.-]+";

  private final Subject subject;
  private final Goal goal;
  private final Data pictures;
  private final Scores scores;

  /**
   * A search.
   *
   * @param subject calibrated, its pipeline is not used
   * @param pictures to see damage on, without labels
   */
  Search(Subject subject, Goal goal, Data pictures) {
    this.subject = subject;
    this.goal = goal;
    this.pictures = pictures;
    this.scores = Scores.of(subject.graph());
  }

  /**
   * What each candidate for each layer came to; those that are meant for no such layer are left
   * out.
   */
  List<Tried> all(Watcher watcher) {
    Graph prepared = subject.compile(Recipe.preparation(), subject.graph()).graph();
    Graph exact = subject.compile(Pipelines.EXACT, prepared).graph();
    long before = goal.expected(exact, subject);
    List<float[]> expected = answers(exact);
    List<Candidate> candidates = candidates(prepared);
    List<Tried> tried = new ArrayList<>();
    Runnable step = watcher.begin("trying", candidates.size());
    for (Candidate candidate : candidates) {
      if (tried.stream().noneMatch(gentler -> ruins(gentler, candidate))) {
        attempt(candidate, prepared, before, expected).ifPresent(tried::add);
      }
      step.run();
    }
    return tried;
  }

  /**
   * Whether {@code gentler}, the same with a smaller ratio, does more damage than any budget has.
   */
  private static boolean ruins(Tried gentler, Candidate candidate) {
    return gentler.candidate().layer().equals(candidate.layer())
        && gentler.candidate().pass().equals(candidate.pass())
        && gentler.damage().orElse(0) > Budgets.MOST;
  }

  private List<Candidate> candidates(Graph graph) {
    List<Node> layers =
        graph.nodes().stream()
            .filter(n -> n.op() instanceof Conv || n.op() instanceof Dense)
            .toList();
    Set<Node> large = large(graph, layers);
    List<Candidate> candidates = new ArrayList<>();
    for (Node layer : layers) {
      if (large.contains(layer)) {
        selector(graph, layer, layers)
            .ifPresent(selector -> candidates.addAll(Candidate.of(layer.name(), selector)));
      }
    }
    return candidates;
  }

  private Set<Node> large(Graph graph, List<Node> layers) {
    double missing = SHARE * layers.stream().mapToLong(l -> goal.weight(graph, l)).sum();
    Set<Node> large = new HashSet<>();
    for (Node layer :
        layers.stream()
            .sorted(Comparator.comparingLong((Node l) -> goal.weight(graph, l)).reversed())
            .toList()) {
      if (missing > 0) {
        large.add(layer);
        missing -= goal.weight(graph, layer);
      }
    }
    return large;
  }

  /** What selects {@code layer} and none of the others; nothing where its name is too odd. */
  private static Optional<String> selector(Graph graph, Node layer, List<Node> layers) {
    String name = layer.name();
    if (!name.matches(PLAIN) || name.contains("..")) {
      return Optional.empty();
    }
    for (String text : List.of(name, "%s, !%s/*".formatted(name, name))) {
      Selection selection =
          LayerSelector.parse(text, Span.NONE, new ArrayList<>()).orElseThrow().select(graph);
      if (selection.has(layer) && layers.stream().filter(selection::has).count() == 1) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  private Optional<Tried> attempt(
      Candidate candidate, Graph prepared, long before, List<float[]> expected) {
    Compilation rewritten;
    try {
      rewritten = subject.compile(candidate.pipeline(), prepared);
    } catch (PassFailure e) {
      if (e.diagnostic().code().equals(PipelineMistake.OUT_OF_REACH.code())) {
        return Optional.empty();
      }
      throw e;
    }
    Optional<Approximation> made =
        rewritten.ledger().rows().getFirst().approximations().stream()
            .filter(Approximation::isDone)
            .findFirst();
    if (made.isEmpty()) {
      return Optional.empty();
    }
    Graph planned = subject.compile(Pipelines.EXACT, rewritten.graph()).graph();
    long after = goal.expected(planned, subject);
    OptionalDouble damage =
        after < before
            ? OptionalDouble.of(damage(expected, answers(planned)))
            : OptionalDouble.empty();
    return Optional.of(new Tried(candidate, made.get().setting(), before, after, damage));
  }

  private double damage(List<float[]> expected, List<float[]> actual) {
    double sum = 0;
    for (int i = 0; i < expected.size(); i++) {
      sum += scores.divergence(expected.get(i), actual.get(i));
    }
    return sum / expected.size();
  }

  private List<float[]> answers(Graph planned) {
    List<float[]> answers = new ArrayList<>();
    try (Running network = subject.load(planned)) {
      for (int item = 0; item < pictures.count(); item++) {
        answers.add(scores.of(network.run(pictures.inputs().apply(item))).clone());
      }
    }
    return answers;
  }
}

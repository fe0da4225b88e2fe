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
import dev.whittle.passes.pipeline.Pipeline;
import dev.whittle.passes.pipeline.PipelineMistake;
import dev.whittle.passes.pipeline.Pipelines;
import dev.whittle.passes.select.LayerSelector;
import dev.whittle.passes.select.Selection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
    Original original =
        new Original(prepared, exact, goal.expected(exact, subject), answers(exact));
    List<Candidate> candidates = candidates(prepared);
    List<Tried> tried = new ArrayList<>();
    Runnable step = watcher.begin("trying", candidates.size());
    for (Candidate candidate : candidates) {
      if (tried.stream().noneMatch(gentler -> ruins(gentler, candidate))) {
        attempt(candidate, original).ifPresent(tried::add);
      }
      step.run();
    }
    return tried;
  }

  /**
   * The network without any candidate.
   *
   * @param prepared as candidates meet it
   * @param planned by the pipeline {@code exact}
   * @param cost what that costs
   */
  private record Original(Graph prepared, Graph planned, long cost, List<float[]> answers) {}

  /** Whether {@code gentler}, the same but for that, does more damage than any budget has. */
  private static boolean ruins(Tried gentler, Candidate candidate) {
    return candidate.isHarsherThan(gentler.candidate())
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
    Map<Node, Double> weights = new HashMap<>();
    layers.forEach(layer -> weights.put(layer, goal.weight(graph, layer, subject)));
    double missing = SHARE * weights.values().stream().mapToDouble(Double::doubleValue).sum();
    Set<Node> large = new HashSet<>();
    for (Node layer :
        layers.stream()
            .sorted(Comparator.comparing((Node l) -> weights.get(l)).reversed())
            .toList()) {
      if (missing > 0) {
        large.add(layer);
        missing -= weights.get(layer);
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

  private Optional<Tried> attempt(Candidate candidate, Original original) {
    Optional<Compilation> outline = rewrite(candidate.outline(), original);
    Optional<Approximation> made = outline.flatMap(rewritten -> made(candidate, rewritten));
    if (made.isEmpty()) {
      return Optional.empty();
    }
    Graph planned = subject.compile(Pipelines.EXACT, outline.get().graph()).graph();
    long gain = goal.gain(original.planned(), planned, subject);
    OptionalDouble damage = OptionalDouble.empty();
    if (gain > 0) {
      Graph fitted = candidate.way().hasOutline() ? fitted(candidate, original) : planned;
      damage = OptionalDouble.of(damage(original.answers(), fitted));
    }
    return Optional.of(
        new Tried(
            candidate, made.get().setting(), original.cost(), original.cost() - gain, damage));
  }

  /** The network with a step; nothing when the step is out of reach. */
  private Optional<Compilation> rewrite(Pipeline step, Original original) {
    try {
      return Optional.of(subject.compile(step, original.prepared()));
    } catch (PassFailure e) {
      if (e.diagnostic().code().equals(PipelineMistake.OUT_OF_REACH.code())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Optional<Approximation> made(Candidate candidate, Compilation rewritten) {
    return rewritten.ledger().rows().getFirst().approximations().stream()
        .filter(line -> line.layer().equals(candidate.layer()) && line.isDone())
        .findFirst();
  }

  private Graph fitted(Candidate candidate, Original original) {
    Graph rewritten = subject.compile(candidate.pipeline(), original.prepared()).graph();
    return subject.compile(Pipelines.EXACT, rewritten).graph();
  }

  /** The mean divergence; where it is more than any budget has, only a lower bound of it. */
  private double damage(List<float[]> expected, Graph planned) {
    double sum = 0;
    try (Running network = subject.load(planned)) {
      for (int i = 0; i < expected.size() && !(sum > Budgets.MOST * expected.size()); i++) {
        sum += scores.divergence(expected.get(i), answer(network, i));
      }
    }
    return sum / expected.size();
  }

  private List<float[]> answers(Graph planned) {
    List<float[]> answers = new ArrayList<>();
    try (Running network = subject.load(planned)) {
      for (int item = 0; item < pictures.count(); item++) {
        answers.add(answer(network, item).clone());
      }
    }
    return answers;
  }

  private float[] answer(Running network, int item) {
    return scores.of(network.run(pictures.inputs().apply(item)));
  }
}

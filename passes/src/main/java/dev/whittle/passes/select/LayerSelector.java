package dev.whittle.passes.select;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.passes.PassOption;
import dev.whittle.passes.pipeline.PipelineMistake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which layers of a network are meant, as a string says it: {@code conv2..conv5, fire?/expand3x3,
 * !kind:depthwise}.
 *
 * <p>Terms are separated by commas. A layer is selected when a term holds and none that begins with
 * {@code !} does; where all begin with it, when none does. The factors of a term, joined by {@code
 * &}, must all hold. A factor is a name, which also means everything below it, with {@code *} and
 * {@code ?} for any characters; a range {@code a..b} in the graph's order; {@code kind:} and an
 * operator, {@code conv}, {@code depthwise} or {@code dense}; {@code kernel:3x3}; or {@code
 * parameters} or {@code macs} compared with a number.
 */
public final class LayerSelector {
  private static final String EVERYTHING = "*";

  /** Every layer. */
  public static final LayerSelector ALL =
      new LayerSelector(
          EVERYTHING,
          Span.NONE,
          List.of(new Term(EVERYTHING, false, List.of(Factor.Name.of(EVERYTHING)))));

  /** The option of passes that can keep to some layers. */
  public static final PassOption OPTION =
      new PassOption("layers", PassOption.Type.LAYERS, ALL, "The layers to work on.");

  private final String text;
  private final Span span;
  private final List<Term> terms;

  /** What stands between two commas. */
  record Term(String text, boolean isExcluded, List<Factor> factors) {
    Term {
      factors = List.copyOf(factors);
    }

    private Set<String> in(List<Layer> layers) {
      Set<String> names = null;
      for (Factor factor : factors) {
        Set<String> these = factor.in(layers);
        if (names == null) {
          names = new HashSet<>(these);
        } else {
          names.retainAll(these);
        }
      }
      return names;
    }
  }

  LayerSelector(String text, Span span, List<Term> terms) {
    this.text = text;
    this.span = span;
    this.terms = List.copyOf(terms);
  }

  /** Where it is written. */
  public Span span() {
    return span;
  }

  /**
   * Reads a selector; nothing when it is wrong, and why goes to {@code problems}.
   *
   * @param span where it is written
   */
  public static Optional<LayerSelector> parse(String text, Span span, List<Diagnostic> problems) {
    return new SelectorReader(text, span, problems).read();
  }

  /** The layers of {@code graph} that are meant. */
  public Selection select(Graph graph) {
    return isEverything() ? Selection.ALL : new Selection(Optional.of(names(Layer.of(graph))));
  }

  private boolean isEverything() {
    return text.strip().equals(EVERYTHING);
  }

  private Set<String> names(List<Layer> layers) {
    Set<String> names = new HashSet<>();
    if (terms.stream().allMatch(Term::isExcluded)) {
      layers.forEach(l -> names.add(l.name()));
    }
    terms.stream().filter(t -> !t.isExcluded()).forEach(t -> names.addAll(t.in(layers)));
    terms.stream().filter(Term::isExcluded).forEach(t -> names.removeAll(t.in(layers)));
    return names;
  }

  /** Warnings for the terms that match no layer of {@code graph}, or for all together. */
  public List<Diagnostic> problems(Graph graph) {
    List<Layer> layers = Layer.of(graph);
    List<Diagnostic> problems = new ArrayList<>();
    for (Term term : terms) {
      if (!isEverything() && term.in(layers).isEmpty()) {
        problems.add(
            PipelineMistake.NO_SUCH_LAYER.warning(
                span,
                "\"%s\" matches no layer of %s".formatted(term.text(), graph.name()),
                hint(term, layers)));
      }
    }
    if (problems.isEmpty() && !layers.isEmpty() && names(layers).isEmpty()) {
      problems.add(
          PipelineMistake.NO_SUCH_LAYER.warning(
              span,
              "\"%s\" selects no layer of %s".formatted(text, graph.name()),
              "the terms with `!` exclude everything"));
    }
    return problems;
  }

  private static String hint(Term term, List<Layer> layers) {
    for (Factor factor : term.factors()) {
      switch (factor) {
        case Factor.Name name when name.in(layers).isEmpty() -> {
          return near(name, layers);
        }
        case Factor.Range(Factor.Name first, Factor.Name last) -> {
          if (first.in(layers).isEmpty()) {
            return near(first, layers);
          }
          if (last.in(layers).isEmpty()) {
            return near(last, layers);
          }
          return "`%s` comes before `%s` in the network".formatted(last.text(), first.text());
        }
        default -> {}
      }
    }
    return "`whittle show` lists the layers";
  }

  private static String near(Factor.Name name, List<Layer> layers) {
    Set<String> names = new LinkedHashSet<>();
    for (Layer layer : layers) {
      for (int i = layer.name().indexOf('/'); i >= 0; i = layer.name().indexOf('/', i + 1)) {
        names.add(layer.name().substring(0, i));
      }
      names.add(layer.name());
    }
    String near = name.isPlain() ? Suggestion.didYouMean(name.text(), names) : "";
    return near.isEmpty() ? "`whittle show` lists the layers" : near;
  }

  /** True for a selector of the same text at the same place. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LayerSelector that && text.equals(that.text) && span.equals(that.span);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As written. */
  @Override
  public String toString() {
    return text;
  }
}

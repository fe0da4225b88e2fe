package dev.whittle.grammar.lower;

import dev.whittle.grammar.ast.Argument;
import dev.whittle.grammar.ast.Declaration;
import dev.whittle.grammar.ast.Identifier;
import dev.whittle.grammar.ast.Step;
import dev.whittle.grammar.diagnose.Problems;
import dev.whittle.ir.Mistake;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.runtime.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes the pipelines of one file; those of imported files are in its scope already. */
final class PipelineBuilder {
  private static final int MAX_INCLUDES = 50;

  private final FileScope scope;
  private final Problems problems;
  private final Evaluator evaluator;
  private final GuardReader guards;
  private final Map<String, Declaration.Pipeline> declared = new LinkedHashMap<>();
  private final Map<String, PipelineSpec> built = new LinkedHashMap<>();
  private final Map<Span, Integer> depths = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private Set<String> inSight = Set.of();

  private PipelineBuilder(FileScope scope, Weights constants, Problems problems) {
    this.scope = scope;
    this.problems = problems;
    this.evaluator = new Evaluator(problems, new Budget(problems), Optional.empty(), constants);
    this.guards = new GuardReader(scope, evaluator, problems);
  }

  /** Adds {@code pipelines} to {@code scope}, in their order. */
  static void build(
      List<Declaration.Pipeline> pipelines, FileScope scope, Weights constants, Problems problems) {
    PipelineBuilder builder = new PipelineBuilder(scope, constants, problems);
    pipelines.forEach(p -> builder.declared.put(p.name().text(), p));
    Set<String> names = new HashSet<>(builder.declared.keySet());
    names.addAll(scope.pipelines());
    builder.inSight = Set.copyOf(names);
    pipelines.forEach(p -> scope.define(p.name().text(), builder.spec(p)));
  }

  private PipelineSpec spec(Declaration.Pipeline pipeline) {
    String name = pipeline.name().text();
    PipelineSpec known = built.get(name);
    if (known != null) {
      return known;
    }
    open.push(name);
    List<PipelineSpec.Guard> found = new ArrayList<>();
    List<PipelineSpec.Step> steps = steps(pipeline.steps(), false, found);
    open.pop();
    PipelineSpec spec =
        new PipelineSpec(
            name, pipeline.name().span(), steps, found, inSight, pipeline.documentation());
    built.put(name, spec);
    return spec;
  }

  private List<PipelineSpec.Step> steps(
      List<Step> steps, boolean isForTargets, List<PipelineSpec.Guard> found) {
    List<PipelineSpec.Step> made = new ArrayList<>();
    for (Step step : steps) {
      switch (step) {
        case Step.Include include -> include(include.name()).ifPresent(made::add);
        case Step.Run run ->
            made.add(new PipelineSpec.Step.Run(run.pass().span(), run.pass().text(), options(run)));
        case Step.ForTargets _ when isForTargets ->
            misplaced(step.span(), "a `target` cannot stand inside another", "put them beside");
        case Step.ForTargets targets ->
            made.add(
                new PipelineSpec.Step.ForTargets(
                    targets.span(), lanes(targets), steps(targets.steps(), true, found)));
        case Step.Guard guard when isForTargets ->
            misplaced(
                guard.word().span(),
                "a guard cannot stand inside `target`",
                "guards hold whatever the target: put it beside");
        case Step.Guard guard -> guards.read(guard).ifPresent(found::add);
      }
    }
    return made;
  }

  private void misplaced(Span span, String message, String hint) {
    problems.error(Mistake.BAD_STEP, span, message, hint);
  }

  private Optional<PipelineSpec.Step> include(Identifier name) {
    if (open.contains(name.text())) {
      List<String> circle = new ArrayList<>(List.of(name.text()));
      for (String at : open) {
        circle.addFirst(at);
        if (at.equals(name.text())) {
          break;
        }
      }
      problems.error(
          Mistake.INCLUDE_CYCLE,
          name.span(),
          "pipelines include each other in a circle: " + String.join(" -> ", circle),
          "move what both need into a pipeline of its own");
      return Optional.empty();
    }
    Optional<PipelineSpec> spec =
        open.size() >= MAX_INCLUDES
            ? Optional.empty()
            : Optional.ofNullable(declared.get(name.text()))
                .map(this::spec)
                .or(() -> scope.pipeline(name.text()));
    if (open.size() >= MAX_INCLUDES || spec.map(this::depth).orElse(0) >= MAX_INCLUDES) {
      problems.error(
          Mistake.TOO_DEEP,
          name.span(),
          "more than %d pipelines include one another".formatted(MAX_INCLUDES));
      return Optional.empty();
    }
    return spec.isEmpty() && scope.isIncomplete()
        ? Optional.empty()
        : Optional.of(new PipelineSpec.Step.Include(name.span(), name.text(), spec));
  }

  /** How many pipelines include one another from {@code spec} on. */
  private int depth(PipelineSpec spec) {
    Integer known = depths.get(spec.span());
    if (known != null) {
      return known;
    }
    int depth = 1 + depth(spec.steps());
    depths.put(spec.span(), depth);
    return depth;
  }

  private int depth(List<PipelineSpec.Step> steps) {
    int depth = 0;
    for (PipelineSpec.Step step : steps) {
      depth =
          Math.max(
              depth,
              switch (step) {
                case PipelineSpec.Step.Include include -> include.spec().map(this::depth).orElse(0);
                case PipelineSpec.Step.ForTargets targets -> depth(targets.steps());
                case PipelineSpec.Step.Run _ -> 0;
              });
    }
    return depth;
  }

  private Set<Integer> lanes(Step.ForTargets targets) {
    Set<Integer> lanes = new LinkedHashSet<>();
    for (Identifier target : targets.targets()) {
      Integer width = PipelineSpec.TARGETS.get(target.text());
      if (width == null) {
        String near = Suggestion.didYouMean(target.text(), PipelineSpec.TARGETS.keySet());
        problems.error(
            Mistake.UNKNOWN_TARGET,
            target.span(),
            "there is no target `%s`".formatted(target.text()),
            near.isEmpty()
                ? "there are " + String.join(", ", PipelineSpec.TARGETS.keySet())
                : near);
      } else if (!lanes.add(width)) {
        problems.error(
            Mistake.DEFINED_TWICE,
            target.span(),
            "the target `%s` is listed twice".formatted(target.text()));
      }
    }
    return lanes;
  }

  private List<PipelineSpec.Option> options(Step.Run run) {
    List<PipelineSpec.Option> options = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Argument argument : run.options()) {
      if (argument.name().isEmpty()) {
        problems.error(
            Mistake.TOO_MANY_ARGUMENTS,
            argument.span(),
            "an option of a pass needs its name",
            "`whittle passes %s` lists its options".formatted(run.pass().text()));
        continue;
      }
      Identifier name = argument.name().get();
      if (!names.add(name.text())) {
        problems.error(
            Mistake.ARGUMENT_TWICE,
            argument.span(),
            "`%s` is given twice to `%s`".formatted(name.text(), run.pass().text()));
        continue;
      }
      Datum datum = evaluator.inFile(argument.value(), scope);
      plain(datum)
          .ifPresent(value ->
              options.add(
                  new PipelineSpec.Option(
                      name.text(), name.span(), value, argument.value().span())));
    }
    return options;
  }

  /** The datum as a plain value; nothing when it is broken. */
  private static Optional<Object> plain(Datum datum) {
    return switch (datum) {
      case Datum.Int(long value) -> Optional.of(value);
      case Datum.Decimal(double value) -> Optional.of(value);
      case Datum.Bool(boolean value) -> Optional.of(value);
      case Datum.Text(String value) -> Optional.of(value);
      case Datum.Items(List<Datum> elements) -> {
        List<Object> values = new ArrayList<>();
        elements.forEach(e -> plain(e).ifPresent(values::add));
        yield values.size() == elements.size() ? Optional.of(values) : Optional.empty();
      }
      case Datum.Tensor _, Datum.Type _, Datum.Broken _ -> Optional.empty();
    };
  }
}

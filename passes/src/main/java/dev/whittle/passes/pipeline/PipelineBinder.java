package dev.whittle.passes.pipeline;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.PipelineSpec;
import dev.whittle.ir.Span;
import dev.whittle.ir.text.Suggestion;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Binds the names of a user's pipeline to passes and checks that they can run in that order. Passes
 * that no network compiles without and that the pipeline leaves out are added: each before the
 * first step that comes later in the {@linkplain Catalogue catalogue}.
 */
public final class PipelineBinder {
  private static final int MOST_STEPS = 1000;

  /** Stands for all targets that pipelines do not name. */
  private static final int OTHER_LANES = 0;

  private final PipelineSpec spec;
  private final int lanes;
  private final Set<Diagnostic> problems;
  private final Set<PipelineSpec.Guard> guards = new LinkedHashSet<>();
  private final List<Placed> placed = new ArrayList<>();
  private int visited;

  private PipelineBinder(PipelineSpec spec, int lanes, Set<Diagnostic> problems) {
    this.spec = spec;
    this.lanes = lanes;
    this.problems = problems;
  }

  /** The pipeline in all its variants, or why there is none. */
  public static Bound bind(PipelineSpec spec) {
    Set<Diagnostic> problems = new LinkedHashSet<>();
    Map<Integer, Pipeline> variants = new LinkedHashMap<>();
    Set<PipelineSpec.Guard> guards = new LinkedHashSet<>();
    if (Pipelines.find(spec.name()).isPresent()) {
      problems.add(
          PipelineMistake.RESERVED_NAME.error(
              spec.span(),
              "`%s` is a pipeline that comes with Whittle".formatted(spec.name()),
              "choose another name"));
    }
    List<Integer> targets = new ArrayList<>(PipelineSpec.TARGETS.values());
    targets.add(OTHER_LANES);
    for (int lanes : targets) {
      PipelineBinder binder = new PipelineBinder(spec, lanes, problems);
      variants.put(lanes, binder.bind());
      guards.addAll(binder.guards);
    }
    boolean isWrong = problems.stream().anyMatch(Diagnostic::isError);
    Pipeline otherwise = variants.remove(OTHER_LANES);
    return new Bound(
        isWrong
            ? Optional.empty()
            : Optional.of(
                new TargetedPipeline(spec.name(), variants, otherwise, List.copyOf(guards))),
        inOrder(problems));
  }

  /** File by file in the order first met, each file's from top to bottom. */
  private static List<Diagnostic> inOrder(Set<Diagnostic> problems) {
    List<String> files = problems.stream().map(d -> d.span().file()).distinct().toList();
    return problems.stream()
        .sorted(
            Comparator.comparingInt((Diagnostic d) -> files.indexOf(d.span().file()))
                .thenComparingInt(d -> d.span().line())
                .thenComparingInt(d -> d.span().column()))
        .toList();
  }

  private Pipeline bind() {
    place(spec, Optional.empty());
    Sequence sequence = new Sequence(placed);
    sequence.addRequired();
    problems.addAll(sequence.problems());
    return new Pipeline(spec.name(), sequence.steps());
  }

  private void place(PipelineSpec pipeline, Optional<String> from) {
    guards.addAll(pipeline.guards());
    place(pipeline, pipeline.steps(), from);
  }

  private void place(PipelineSpec pipeline, List<PipelineSpec.Step> steps, Optional<String> from) {
    for (PipelineSpec.Step step : steps) {
      if (++visited > MOST_STEPS) {
        problems.add(
            PipelineMistake.TOO_LONG.error(
                spec.span(),
                "the pipeline has more than %d steps".formatted(MOST_STEPS),
                "include other pipelines less often"));
        return;
      }
      switch (step) {
        case PipelineSpec.Step.Run run ->
            pass(run)
                .ifPresent(pass ->
                    placed.add(new Placed(pass, options(run, pass), run.span(), run.pass(), from)));
        case PipelineSpec.Step.ForTargets targets when targets.lanes().contains(lanes) ->
            place(pipeline, targets.steps(), from);
        case PipelineSpec.Step.ForTargets _ -> {}
        case PipelineSpec.Step.Include include -> include(pipeline, include);
      }
    }
  }

  private void include(PipelineSpec pipeline, PipelineSpec.Step.Include include) {
    String name = include.name();
    if (include.spec().isPresent()) {
      place(include.spec().get(), Optional.of(name));
      return;
    }
    Optional<Pipeline> known = Pipelines.find(name);
    if (known.isEmpty()) {
      Set<String> names = new LinkedHashSet<>(pipeline.inSight());
      names.remove(pipeline.name());
      Pipelines.all().forEach(p -> names.add(p.name()));
      String near = Suggestion.didYouMean(name, names);
      problems.add(
          PipelineMistake.UNKNOWN_PIPELINE.error(
              include.span(),
              "there is no pipeline `%s`".formatted(name),
              near.isEmpty()
                  ? "there are " + String.join(", ", names.stream().sorted().toList())
                  : near));
      return;
    }
    String written = "include " + name;
    for (Pipeline.Step step : known.get().steps()) {
      placed.add(
          new Placed(step.pass(), step.options(), include.span(), written, Optional.of(name)));
    }
  }

  private Optional<Pass> pass(PipelineSpec.Step.Run run) {
    Optional<Pass> pass = Catalogue.find(run.pass());
    if (pass.isEmpty()) {
      List<String> names = Catalogue.all().stream().map(p -> p.info().name()).toList();
      String near = Suggestion.didYouMean(run.pass(), names);
      problems.add(
          PipelineMistake.UNKNOWN_PASS.error(
              run.span(),
              "there is no pass `%s`".formatted(run.pass()),
              near.isEmpty() ? "`whittle passes` lists them" : near));
    }
    return pass;
  }

  private Map<String, Object> options(PipelineSpec.Step.Run run, Pass pass) {
    Map<String, Object> values = new HashMap<>();
    for (PipelineSpec.Option given : run.options()) {
      Optional<PassOption> option = pass.info().option(given.name());
      if (option.isEmpty()) {
        List<String> names = pass.info().options().stream().map(PassOption::name).toList();
        String near = Suggestion.didYouMean(given.name(), names);
        problems.add(
            PipelineMistake.UNKNOWN_OPTION.error(
                given.span(),
                "`%s` has no option `%s`".formatted(run.pass(), given.name()),
                near.isEmpty() ? options(names) : near));
      } else {
        List<Diagnostic> wrong = new ArrayList<>();
        OptionValue.of(option.get(), given, wrong).ifPresent(v -> values.put(given.name(), v));
        problems.addAll(wrong);
      }
    }
    for (PassOption option : pass.info().options()) {
      boolean isGiven = run.options().stream().anyMatch(o -> o.name().equals(option.name()));
      if (option.isRequired() && !isGiven) {
        problems.add(
            PipelineMistake.MISSING_OPTION.error(
                run.span(),
                "`%s` needs the option `%s`".formatted(run.pass(), option.name()),
                "%s: %s".formatted(option.name(), option.domain().text())));
      }
    }
    if (values.size() == run.options().size()) {
      pass.objection(values)
          .ifPresent(objection ->
              problems.add(
                  PipelineMistake.BAD_OPTION.error(
                      run.span(),
                      "`%s` %s".formatted(run.pass(), objection),
                      "`whittle passes %s` lists its options".formatted(run.pass()))));
    }
    return values;
  }

  private static String options(List<String> names) {
    return names.isEmpty() ? "it has none" : "it has " + String.join(", ", names);
  }

  /**
   * A pass where a user wants it.
   *
   * @param written what stands there
   * @param from the pipeline that was included for it
   */
  record Placed(
      Pass pass, Map<String, Object> options, Span span, String written, Optional<String> from) {}
}

package dev.whittle.passes.pipeline;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Level;
import dev.whittle.ir.Span;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.pipeline.PipelineBinder.Placed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a user's pipeline in order. Required passes divide it: another pass may stand
 * anywhere between those that the catalogue has before and after it.
 */
final class Sequence {
  private final List<Placed> steps;

  Sequence(List<Placed> steps) {
    this.steps = new ArrayList<>(steps);
  }

  /** Adds the required passes that are missing. */
  void addRequired() {
    for (Pass pass : Catalogue.all()) {
      if (pass.info().required() && steps.stream().noneMatch(s -> s.pass().equals(pass))) {
        int at = 0;
        while (at < steps.size() && place(steps.get(at).pass()) < place(pass)) {
          at++;
        }
        String name = pass.info().name();
        steps.add(at, new Placed(pass, Map.of(), Span.NONE, name, Optional.empty()));
      }
    }
  }

  List<Pipeline.Step> steps() {
    return steps.stream().map(s -> new Pipeline.Step(s.pass(), s.options(), reason(s))).toList();
  }

  private static String reason(Placed step) {
    return step.span().equals(Span.NONE)
        ? "added, for no network compiles without"
        : "line %d of %s%s"
            .formatted(
                step.span().line(),
                step.span().file(),
                step.from().map(f -> ", in " + f).orElse(""));
  }

  /** What cannot run where it stands, once for each place. */
  List<Diagnostic> problems() {
    Map<Span, Diagnostic> problems = new LinkedHashMap<>();
    Level level = Level.PORTABLE;
    for (int i = 0; i < steps.size(); i++) {
      Optional<Diagnostic> problem = problem(i, level);
      if (problem.isPresent()) {
        problems.putIfAbsent(steps.get(i).span(), problem.get());
      }
      Level made = steps.get(i).pass().info().level();
      level = made.compareTo(level) > 0 ? made : level;
    }
    return List.copyOf(problems.values());
  }

  private Optional<Diagnostic> problem(int index, Level level) {
    Placed step = steps.get(index);
    PassInfo info = step.pass().info();
    String name = "`%s`".formatted(info.name());
    String subject =
        step.written().equals(info.name()) ? name : name + " of `" + step.written() + "`";
    for (int i = 0; i < steps.size(); i++) {
      Placed other = steps.get(i);
      Pass divide = other.pass();
      if (!divide.info().required() || i == index || !isFirst(i)) {
        continue;
      }
      if (divide.equals(step.pass())) {
        return i < index
            ? Optional.of(
                wrong(
                    step,
                    subject + " runs a second time",
                    "`%s` runs it already".formatted(other.written())))
            : Optional.empty();
      }
      boolean isEarly = i > index && place(divide) < place(step.pass());
      boolean isLate = i < index && place(divide) > place(step.pass()) && !info.required();
      if (isEarly || isLate) {
        String order = isEarly ? "before" : "after";
        String message =
            info.from() == level
                ? "%s cannot run %s `%s`".formatted(subject, order, divide.info().name())
                : "%s takes %s graphs, here the graph is %s"
                    .formatted(subject, lower(info.from()), lower(level));
        String hint = "put it %s `%s`".formatted(isEarly ? "after" : "before", other.written());
        return Optional.of(wrong(step, message, hint));
      }
    }
    return Optional.empty();
  }

  private boolean isFirst(int index) {
    Pass pass = steps.get(index).pass();
    return steps.subList(0, index).stream().noneMatch(s -> s.pass().equals(pass));
  }

  private static Diagnostic wrong(Placed step, String message, String hint) {
    return PipelineMistake.WRONG_PLACE.error(step.span(), message, hint);
  }

  private static int place(Pass pass) {
    return Catalogue.all().indexOf(pass);
  }

  private static String lower(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}

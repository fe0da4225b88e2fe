package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.calibrate.Deviations;
import dev.whittle.passes.times.Alone;
import dev.whittle.passes.times.Contest;
import dev.whittle.passes.times.Pace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What approximations do to the layers when these run: times of each alone, errors of outputs. */
final class Effects {
  private final Map<Graph, Double> nanoseconds = new LinkedHashMap<>();
  private final Subject subject;
  private final PassContext context;

  private Effects(Subject subject) {
    this.subject = subject;
    this.context = subject.context(PatchObserver.NONE, PassContext.UNLIMITED);
  }

  /**
   * What the passes made of layers, measured.
   *
   * @param stages the network as it came and after each pass
   * @param made by each pass
   */
  static List<List<Approximation>> of(
      List<Graph> stages, List<List<Approximation>> made, Subject subject, Trial trial) {
    if (made.stream().allMatch(List::isEmpty)) {
      return made;
    }
    Effects effects = new Effects(subject);
    List<Map<String, Double>> errors = effects.errors(stages, made, trial);
    effects.time(made, trial);
    List<List<Approximation>> measured = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      Map<String, Double> here = errors.get(i);
      measured.add(made.get(i).stream().map(one -> effects.measured(one, here)).toList());
    }
    return measured;
  }

  private List<Map<String, Double>> errors(
      List<Graph> stages, List<List<Approximation>> made, Trial trial) {
    List<Set<String>> names =
        made.stream()
            .map(layers ->
                layers.stream()
                    .filter(Approximation::isDone)
                    .map(Approximation::layer)
                    .collect(Collectors.toSet()))
            .toList();
    return Deviations.of(stages, names, trial.data(), context, trial.watcher());
  }

  private void time(List<List<Approximation>> made, Trial trial) {
    made.stream()
        .flatMap(List::stream)
        .flatMap(one -> Stream.of(one.before().alone(), one.after().alone()))
        .forEach(part -> nanoseconds.put(part, 0.0));
    List<Alone> parts =
        nanoseconds.keySet().stream().map(part -> Alone.of(part, context, false)).toList();
    Runnable step = trial.watcher().begin("timing layers alone", trial.rounds());
    double[] medians =
        new Contest(subject.target(), subject.kernels(), subject.executor())
            .alone(
                parts,
                Pace.rounds(trial.rounds(), trial.warmUp()),
                (from, to) -> IntStream.range(from, to).forEach(round -> step.run()));
    int at = 0;
    for (Map.Entry<Graph, Double> entry : nanoseconds.entrySet()) {
      entry.setValue(medians[at++]);
    }
  }

  private Approximation measured(Approximation one, Map<String, Double> errors) {
    Double error = one.isDone() ? errors.get(one.layer()) : null;
    return new Approximation(
        one.layer(),
        one.setting(),
        measured(one.before()),
        measured(one.after()),
        one.error(),
        error == null ? OptionalDouble.empty() : OptionalDouble.of(error),
        one.objection());
  }

  private Burden measured(Burden burden) {
    return burden.measured(nanoseconds.get(burden.alone()));
  }
}

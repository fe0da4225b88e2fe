package dev.whittle.passes.ledger;

import dev.whittle.ir.Graph;
import dev.whittle.passes.Executor.Running;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Times and differences of the stages of one compilation.
 *
 * @param stages the position of each line's network among {@code nanoseconds} and {@code
 *     differences}; lines with the same network share one
 * @param nanoseconds medians
 * @param steps nanoseconds of the last network's steps, medians too
 */
record Measurements(
    Trial trial,
    List<Integer> stages,
    double[] nanoseconds,
    List<Difference> differences,
    Map<String, Double> steps) {
  static Measurements of(List<Graph> planned, Subject subject, Trial trial) {
    Map<Graph, Integer> positions = new LinkedHashMap<>();
    List<Integer> stages = new ArrayList<>();
    for (Graph graph : planned) {
      positions.putIfAbsent(graph, positions.size());
      stages.add(positions.get(graph));
    }
    List<Running> networks = new ArrayList<>();
    try {
      for (Graph graph : positions.keySet()) {
        networks.add(subject.load(graph));
      }
      List<Difference> differences = Comparison.of(networks, subject, trial);
      Map<String, Double> steps = new HashMap<>();
      double[] medians =
          time(networks, stages.getLast(), RandomInputs.of(subject.graph(), 1), trial, steps);
      return new Measurements(trial, stages, medians, differences, steps);
    } finally {
      networks.forEach(Running::close);
    }
  }

  /** {@code report} with what was measured. */
  Report add(Report report) {
    List<Line> lines = new ArrayList<>();
    for (Line line : report.lines()) {
      int stage = stages.get(lines.size());
      lines.add(
          new Line(
              line.pass(),
              line.patches(),
              line.size(),
              line.predicted(),
              OptionalDouble.of(nanoseconds[stage]),
              Optional.of(differences.get(stage)),
              line.approximations()));
    }
    return new Report(
        report.network(),
        report.source(),
        report.pipeline(),
        report.target(),
        report.batch(),
        lines,
        report.layers().stream().map(l -> l.measured(steps.getOrDefault(l.name(), 0.0))).toList(),
        report.outputs(),
        report.memory(),
        report.arenaBytes(),
        report.scratchBytes(),
        report.packedBytes(),
        Optional.of(new Report.Measurement(trial.data().description(), trial.rounds())));
  }

  private static double[] time(
      List<Running> networks,
      int last,
      Map<String, Tensor> inputs,
      Trial trial,
      Map<String, Double> steps) {
    Running whole = networks.get(last);
    trial
        .warmUp()
        .accept(() -> {
          networks.forEach(n -> n.run(inputs));
          whole.profile(inputs, 1);
        });
    Map<String, double[]> profiled = new HashMap<>();
    Runnable step = trial.watcher().begin("timing", trial.rounds());
    double[] medians =
        Turns.settled(
            networks.size(),
            trial.rounds(),
            at -> {
              long start = System.nanoTime();
              networks.get(at).run(inputs);
              return System.nanoTime() - start;
            },
            (from, to) ->
                Turns.settle(
                    from,
                    to,
                    round -> whole.profile(inputs, 1),
                    round -> {
                      for (Profile.Row row : whole.profile(inputs, 1).rows()) {
                        profiled
                                .computeIfAbsent(
                                    row.step().name(), n -> new double[trial.rounds()])[round] =
                            row.nanos();
                      }
                      step.run();
                    }));
    profiled.forEach((name, nanoseconds) -> steps.put(name, Turns.median(nanoseconds)));
    return medians;
  }
}

package dev.whittle.cli.hwbench;

import dev.whittle.passes.Candidate;
import dev.whittle.passes.Decision;
import dev.whittle.passes.Decision.Alternative;
import dev.whittle.passes.Target;
import dev.whittle.passes.cost.Features;
import dev.whittle.passes.cost.ModelFit;
import dev.whittle.passes.cost.TimeModel;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What measuring says to a question.
 *
 * @param measured nanoseconds of each alternative's kernel
 * @param noise by how much the pick, timed twice in turns with the others, differs from itself
 */
record Answer(Question question, List<Double> measured, double noise) {
  /** By how much a pick may be slower than the best. */
  static final double TOLERANCE = 0.05;

  Answer {
    measured = List.copyOf(measured);
  }

  /** The position of the alternative that takes the least time. */
  int best() {
    int best = 0;
    for (int i = 1; i < measured.size(); i++) {
      best = cost(i) < cost(best) ? i : best;
    }
    return best;
  }

  /** By how much the pick is slower than the best, as a share of that. */
  double slowdown() {
    return cost(question.pick()) / cost(best()) - 1;
  }

  /** Whether the pick is slower than tolerance and noise allow. */
  boolean isBad() {
    return slowdown() > Math.max(TOLERANCE, noise);
  }

  /** What a cost model is fitted to; what is made of parts is predicted by these. */
  List<ModelFit.Sample> samples(Target target) {
    List<ModelFit.Sample> samples = new ArrayList<>();
    Decision decision = question.decision();
    for (int i = 0; i < measured.size(); i++) {
      Candidate candidate = decision.alternatives().get(i).candidate();
      if (candidate.parts().isEmpty()) {
        samples.add(
            new ModelFit.Sample(
                TimeModel.Key.of(candidate, target),
                Features.of(decision.graph(), decision.node(), candidate, target),
                measured.get(i)));
      }
    }
    return samples;
  }

  /** The kernel, and the reorders that the others do not need. */
  private double cost(int at) {
    List<Alternative> alternatives = question.decision().alternatives();
    double common = alternatives.stream().mapToDouble(Alternative::reorders).min().orElse(0);
    return measured.get(at) + alternatives.get(at).reorders() - common;
  }

  Json json() {
    List<Json> candidates = new ArrayList<>();
    List<String> ways = question.ways();
    for (int i = 0; i < measured.size(); i++) {
      Alternative alternative = question.decision().alternatives().get(i);
      candidates.add(
          Json.object()
              .put("kernel", ways.get(i))
              .put("predictedMs", alternative.predicted() / 1e6)
              .put("measuredMs", measured.get(i) / 1e6)
              .put("reordersMs", alternative.reorders() / 1e6)
              .put("isPick", i == question.pick())
              .put("isBest", i == best())
              .build());
    }
    return Json.object()
        .put("layer", question.name())
        .put("operation", question.work().operation())
        .put("operands", question.work().operands())
        .put("noise", noise)
        .put("slowdown", slowdown())
        .put("isBad", isBad())
        .put("candidates", Json.array(candidates))
        .build();
  }
}

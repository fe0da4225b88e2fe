package dev.whittle.cli.compress;

import dev.whittle.cli.output.Units;
import dev.whittle.passes.Executor.Running;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What pictures that nothing was fitted to say of a network.
 *
 * @param data what was looked at
 * @param pictures how many
 * @param same how many have the answer that they had before
 * @param divergence the mean divergence of the scores, in nats
 * @param right how often the answers are right; empty without labels
 */
record Verdict(String data, int pictures, int same, double divergence, Optional<Right> right) {
  /**
   * Right answers.
   *
   * @param lost right before, and not now
   * @param won right now, and not before
   */
  record Right(int before, int lost, int won) {
    int after() {
      return before - lost + won;
    }
  }

  /** Shows {@code data} to the network before and after. */
  static Verdict of(Running before, Running after, Scores scores, Data data, Watcher watcher) {
    int same = 0;
    int right = 0;
    int lost = 0;
    int won = 0;
    double divergence = 0;
    Runnable step = watcher.begin("judging", data.count());
    for (int item = 0; item < data.count(); item++) {
      Map<String, Tensor> inputs = data.inputs().apply(item);
      float[] expected = scores.of(before.run(inputs));
      float[] actual = scores.of(after.run(inputs));
      int old = Scores.best(expected);
      int now = Scores.best(actual);
      divergence += scores.divergence(expected, actual);
      same += old == now ? 1 : 0;
      if (!data.labels().isEmpty()) {
        int label = data.labels().get(item);
        right += old == label ? 1 : 0;
        lost += old == label && now != label ? 1 : 0;
        won += old != label && now == label ? 1 : 0;
      }
      step.run();
    }
    return new Verdict(
        data.description(),
        data.count(),
        same,
        divergence / data.count(),
        data.labels().isEmpty() ? Optional.empty() : Optional.of(new Right(right, lost, won)));
  }

  /** In sentences, for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    right.ifPresent(r -> {
      lines.add(
          "On %s that nothing was fitted to: %d right before, %d after (%s, %s)."
              .formatted(data, r.before(), r.after(), percent(r.before()), percent(r.after())));
      lines.add(
          Units.format(
              "%d lost, %d won: so uneven a split has probability %.3g by chance (McNemar, exact).",
              r.lost(), r.won(), new McNemar(r.lost(), r.won()).probability()));
    });
    lines.add(
        Units.format(
            "%ssame answer on %d of %d (%s), mean divergence of the scores %.3g nats.",
            right.isPresent() ? "The " : "On " + data + " that nothing was fitted to, the ",
            same,
            pictures,
            percent(same),
            divergence));
    return lines;
  }

  private String percent(int count) {
    return Units.percent(count / (double) pictures);
  }

  Json json() {
    Json.Builder json =
        Json.object()
            .put("pictures", pictures)
            .put("sameAnswers", same)
            .put("divergence", divergence);
    right.ifPresent(r ->
        json.put("rightBefore", r.before())
            .put("rightAfter", r.after())
            .put("lost", r.lost())
            .put("won", r.won())
            .put("probability", new McNemar(r.lost(), r.won()).probability()));
    return json.build();
  }
}

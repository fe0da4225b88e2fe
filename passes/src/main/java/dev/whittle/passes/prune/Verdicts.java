package dev.whittle.passes.prune;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.passes.Approximation;
import dev.whittle.passes.Approximation.Burden;
import dev.whittle.passes.PassContext;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * What became of layers, for the ledger: those that lost outputs, those that were to and why they
 * did not, and those that lost inputs only.
 */
final class Verdicts {
  private final Map<String, Verdict> verdicts = new HashMap<>();

  private record Verdict(String setting, OptionalDouble error, String objection) {}

  /** The layer was left alone. */
  void left(String layer, String objection) {
    verdicts.put(layer, new Verdict("", OptionalDouble.empty(), objection));
  }

  /**
   * The layer has {@code width} outputs left.
   *
   * @param error of its weights
   */
  void done(String layer, int width, double error) {
    String setting = "%s: %d".formatted(Amount.WIDTH.name(), width);
    verdicts.put(layer, new Verdict(setting, OptionalDouble.of(error), ""));
  }

  /** Writes a line for each layer, in the order of {@code before}. */
  void write(Graph before, Graph after, PassContext context) {
    Set<String> changed = Keep.changed(before, after, context).keySet();
    for (Node node : before.nodes()) {
      String name = node.name();
      Verdict verdict = verdicts.get(name);
      if (verdict == null && !changed.contains(name)) {
        continue;
      }
      Burden was = Keep.burden(before, name, context);
      if (verdict != null && !verdict.objection().isEmpty()) {
        context.approximated(
            new Approximation(name, "", was, was, verdict.error(), verdict.objection()));
      }
      if (changed.contains(name)) {
        Burden is = Keep.burden(after, name, context);
        boolean isDone = verdict != null && verdict.objection().isEmpty();
        context.approximated(
            isDone
                ? new Approximation(name, verdict.setting(), was, is, verdict.error(), "")
                : new Approximation(name, "", was, is, OptionalDouble.empty(), ""));
      }
    }
  }
}

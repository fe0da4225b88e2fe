package dev.whittle.cli.compress;

import dev.whittle.cli.UserError;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PatchObserver;
import dev.whittle.passes.cost.StepTime;
import dev.whittle.passes.cost.StepTimes;
import dev.whittle.passes.factorise.Burdens;
import dev.whittle.passes.factorise.Layer;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Sweep;
import dev.whittle.passes.pipeline.Size;
import java.util.List;

/** What is to become less. */
public enum Goal {
  LATENCY("latency", "not faster"),
  SIZE("size", "not smaller");

  private final String text;
  private final String missed;

  Goal(String text, String missed) {
    this.text = text;
    this.missed = missed;
  }

  /**
   * The goal that an option names.
   *
   * @throws UserError when there is no such
   */
  public static Goal of(String text) {
    return switch (text) {
      case "latency" -> LATENCY;
      case "size" -> SIZE;
      default -> throw UserError.usage("--goal " + text + " is unknown", "use latency or size");
    };
  }

  /** What is said of what does not come closer to the goal. */
  String missed() {
    return missed;
  }

  /**
   * What all of a planned network costs before it is run: nanoseconds, each step's as measured
   * where that is known, or bytes.
   */
  long expected(Graph planned, Subject subject) {
    return switch (this) {
      case LATENCY ->
          Math.round(
              steps(planned, subject).stream()
                  .mapToDouble(step -> step.measured().orElse(step.predicted()))
                  .sum());
      case SIZE -> Size.of(planned).weightBytes();
    };
  }

  /** How much less {@code after} costs than {@code before} does. */
  long gain(Graph before, Graph after, Subject subject) {
    return switch (this) {
      case LATENCY -> Math.round(StepTime.saved(steps(before, subject), steps(after, subject)));
      case SIZE -> expected(before, subject) - expected(after, subject);
    };
  }

  private static List<StepTime> steps(Graph planned, Subject subject) {
    return StepTimes.all(planned, subject.kernels(), subject.target(), subject.timings());
  }

  /** What a network came to: measured nanoseconds, or bytes. */
  double reached(Sweep.Point point) {
    return switch (this) {
      case LATENCY -> point.measured();
      case SIZE -> point.size().weightBytes();
    };
  }

  /**
   * What a layer of a portable graph weighs in the end: nanoseconds of its kernels, which for dense
   * layers are more than multiply-adds tell, or weights.
   *
   * @param graph with its symbolic sizes bound
   */
  double weight(Graph graph, Node layer, Subject subject) {
    PassContext context = subject.context(PatchObserver.NONE, PassContext.UNLIMITED);
    return switch (this) {
      case LATENCY ->
          Layer.of(graph, layer, context)
              .map(alone -> Burdens.of(alone, context))
              .map(burden -> burden.measured().orElse(burden.predicted()))
              .orElse(0.0);
      case SIZE -> graph.type(layer.operand(1)).shape().elementCount();
    };
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.whittle.cli.compress;

import dev.whittle.cli.UserError;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.passes.cost.Costs;
import dev.whittle.passes.cost.StepTimes;
import dev.whittle.passes.ledger.Subject;
import dev.whittle.passes.ledger.Sweep;
import dev.whittle.passes.pipeline.Size;

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

  /** What all of a planned network costs before it is run: predicted nanoseconds, or bytes. */
  long expected(Graph planned, Subject subject) {
    return switch (this) {
      case LATENCY -> Math.round(StepTimes.of(planned, subject.kernels(), subject.target()));
      case SIZE -> Size.of(planned).weightBytes();
    };
  }

  /** What a network came to: measured nanoseconds, or bytes. */
  double reached(Sweep.Point point) {
    return switch (this) {
      case LATENCY -> point.measured();
      case SIZE -> point.size().weightBytes();
    };
  }

  /** What a layer of a portable graph weighs in the end: multiply-adds, or weights. */
  long weight(Graph graph, Node layer) {
    return switch (this) {
      case LATENCY -> Costs.of(graph, layer).macs();
      case SIZE -> graph.type(layer.operand(1)).shape().elementCount();
    };
  }

  @Override
  public String toString() {
    return text;
  }
}

package dev.whittle.runtime;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder event: one step of a run of a profiled model. */
@Name("dev.whittle.Step")
@Label("Model Step")
@Category("Whittle")
@StackTrace(false)
final class StepEvent extends Event {
  private static final StepEvent PROBE = new StepEvent();

  @Label("Model")
  String model;

  @Label("Node")
  String node;

  @Label("Kernel")
  String kernel;

  @Label("Source")
  String source;

  /** Whether the event is recorded; call only while the flight recorder runs. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }
}

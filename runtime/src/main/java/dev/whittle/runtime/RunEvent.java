package dev.whittle.runtime;

import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Flight recorder event: one call of a model. */
@Name("dev.whittle.Run")
@Label("Model Run")
@Category("Whittle")
@StackTrace(false)
final class RunEvent extends Event {
  private static final RunEvent PROBE = new RunEvent();

  @Label("Model")
  String model;

  @Label("Items")
  int items;

  @Label("Lanes")
  int lanes;

  @Label("Threads")
  int threads;

  /** Whether the event is recorded; call only while the flight recorder runs. */
  static boolean isRecorded() {
    return PROBE.isEnabled();
  }
}

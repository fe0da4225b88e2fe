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
  /** Asked whether the event is recorded, without making one. */
  static final RunEvent PROBE = new RunEvent();

  @Label("Model")
  String model;

  @Label("Items")
  int items;

  @Label("Lanes")
  int lanes;

  @Label("Threads")
  int threads;
}

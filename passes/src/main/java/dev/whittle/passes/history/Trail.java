package dev.whittle.passes.history;

import dev.whittle.ir.Origin;
import dev.whittle.passes.Decision;
import java.util.List;
import java.util.Optional;

/**
 * A node's way through a compilation.
 *
 * @param name by which it was asked for
 * @param operator what it was when that name first appeared
 * @param origin where it was written
 * @param events oldest first
 * @param end the node of the compiled network that it is, or is part of; empty when it is gone
 * @param decision how that node's kernel was chosen, when one was
 */
public record Trail(
    String name,
    String operator,
    Origin origin,
    List<Event> events,
    Optional<String> end,
    Optional<Decision> decision) {
  public Trail {
    events = List.copyOf(events);
  }
}

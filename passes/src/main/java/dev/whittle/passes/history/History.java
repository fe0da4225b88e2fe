package dev.whittle.passes.history;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.Origin;
import dev.whittle.ir.Patch;
import dev.whittle.passes.Decision;
import dev.whittle.passes.PatchObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Follows every node of a network through its compilation, under whatever name. */
public final class History implements PatchObserver {
  private record Birth(int time, String operator, Origin origin) {}

  private final Map<String, Birth> births = new LinkedHashMap<>();
  private final Set<String> written = new LinkedHashSet<>();
  private final List<Change> changes = new ArrayList<>();
  private final Map<String, Decision> decisions = new HashMap<>();

  /** The history of {@code source}, which nothing has happened to yet. */
  public History(Graph source) {
    source
        .nodes()
        .forEach(node -> {
          written.add(node.name());
          births.put(node.name(), birth(0, node));
        });
  }

  @Override
  public void applied(Graph before, Patch patch, Graph after) {
    changes.add(Change.of(before, patch, after));
    for (Node node : patch.added()) {
      if (after.contains(node.id())) {
        births.putIfAbsent(node.name(), birth(changes.size(), node));
      }
    }
  }

  @Override
  public void decided(Decision decision) {
    decisions.put(decision.node().name(), decision);
  }

  /** The names of all nodes there ever were: those of the source in order, then the added ones. */
  public List<String> names() {
    return List.copyOf(births.keySet());
  }

  /** True when the source has a node called {@code name}. */
  public boolean isWritten(String name) {
    return written.contains(name);
  }

  /** The way of the node that was first called {@code name}; empty when there was none. */
  public Optional<Trail> trail(String name) {
    return Optional.ofNullable(births.get(name)).map(birth -> follow(name, birth));
  }

  private Trail follow(String name, Birth birth) {
    List<Event> events = new ArrayList<>();
    Optional<String> current = Optional.of(name);
    if (birth.time() > 0) {
      Change change = changes.get(birth.time() - 1);
      events.add(
          new Event(change.patch(), Event.Kind.ADDED, name, birth.operator(), change.into(name)));
    }
    for (int time = birth.time(); time < changes.size() && current.isPresent(); time++) {
      Optional<Event> event = changes.get(time).event(current.get());
      if (event.isPresent()) {
        events.add(event.get());
        current = Optional.of(event.get().node()).filter(n -> !n.isEmpty());
      }
    }
    Optional<Decision> decision = current.map(decisions::get);
    return new Trail(name, birth.operator(), birth.origin(), events, current, decision);
  }

  private static Birth birth(int time, Node node) {
    return new Birth(time, Change.operator(node), node.origin());
  }
}

package dev.whittle.grammar.write;

import dev.whittle.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs of statements that compute the same but for their numbers, weights and what they read.
 *
 * @param length how many statements each run has
 * @param saved how many calls fewer there are to read with a block; half as many again where runs
 *     are what people take for a block: branches of one value that meet again
 * @param places where the runs begin, in order, without overlap
 */
record Repetition(int length, int saved, List<Place> places) {
  /** A statement of a body. */
  record Place(int body, int start) {}

  private static final int MAX_LENGTH = 24;
  private static final int COST_OF_A_BLOCK = 3;

  Repetition {
    places = List.copyOf(places);
  }

  /** All repetitions that make the text shorter when a block replaces them, the best first. */
  static List<Repetition> all(List<Body> bodies) {
    List<Search> searches = bodies.stream().map(Search::new).toList();
    List<Place> starts = new ArrayList<>();
    for (int b = 0; b < bodies.size(); b++) {
      int body = b;
      IntStream.range(0, bodies.get(b).chains().size())
          .forEach(i -> starts.add(new Place(body, i)));
    }
    List<Repetition> found = new ArrayList<>();
    for (int length = 1; length <= MAX_LENGTH && !starts.isEmpty(); length++) {
      Map<String, List<Place>> groups = new LinkedHashMap<>();
      for (Place start : starts) {
        Search search = searches.get(start.body());
        if (start.start() + length <= search.size()) {
          groups
              .computeIfAbsent(search.key(start.start(), length), _ -> new ArrayList<>())
              .add(start);
        }
      }
      starts.clear();
      for (List<Place> group : groups.values()) {
        if (group.size() > 1) {
          starts.addAll(group);
          Search search = searches.get(group.getFirst().body());
          Place first = group.getFirst();
          List<Place> places = apart(group, length, searches);
          int saved = search.saved(first.start(), length, places.size());
          Repetition repetition = new Repetition(length, saved, places);
          if (saved > 0 && search.isWorthwhile(first.start(), length)) {
            found.add(repetition);
          }
        }
      }
      starts.sort(Comparator.comparingInt(Place::body).thenComparingInt(Place::start));
    }
    found.sort(
        Comparator.comparingInt(Repetition::saved)
            .thenComparingInt(r -> r.places().size())
            .reversed());
    return found;
  }

  private static List<Place> apart(List<Place> group, int length, List<Search> searches) {
    List<Place> apart = new ArrayList<>();
    for (Place place : group) {
      boolean overlaps =
          !apart.isEmpty()
              && apart.getLast().body() == place.body()
              && apart.getLast().start() + length > place.start();
      if (!overlaps && searches.get(place.body()).isClosed(place.start(), length)) {
        apart.add(place);
      }
    }
    return apart;
  }

  /** Looks at the runs of one body. */
  private static final class Search {
    private static final String OUTER = "outer";

    private final List<Chain> chains;
    private final Map<Integer, Integer> makers;
    private final int[] lastReaders;
    private final List<String> calls;

    Search(Body body) {
      this.chains = body.chains();
      this.makers = body.makers();
      this.lastReaders = body.lastReaders();
      this.calls = chains.stream().map(Search::calls).toList();
    }

    int size() {
      return chains.size();
    }

    /** Equal for runs that one block can replace. */
    String key(int start, int length) {
      StringBuilder key = new StringBuilder();
      for (int i = start; i < start + length; i++) {
        key.append(calls.get(i));
        for (int step = 0; step < chains.get(i).steps().size(); step++) {
          for (Object operand : chains.get(i).outerOperands(step)) {
            key.append(' ').append(operand(operand, start));
          }
        }
        key.append('\n');
      }
      return key.toString();
    }

    int saved(int start, int length, int count) {
      List<Chain> run = chains.subList(start, start + length);
      int calls = run.stream().mapToInt(c -> c.steps().size()).sum();
      int saved = (count - 1) * calls - count - COST_OF_A_BLOCK;
      List<Object> outer = new ArrayList<>();
      for (Chain chain : run) {
        for (int step = 0; step < chain.steps().size(); step++) {
          chain.outerOperands(step).stream()
              .filter(o -> operand(o, start).equals(OUTER))
              .forEach(outer::add);
        }
      }
      boolean isFork = outer.size() > 1 && Set.copyOf(outer).size() == 1;
      return isFork ? saved + saved / 2 : saved;
    }

    /** False for what one pipe says as well, and for runs that repeat a shorter one. */
    boolean isWorthwhile(int start, int length) {
      return (length > 1 || chains.get(start).sites().size() > 1)
          && IntStream.rangeClosed(1, length / 2).noneMatch(p -> hasPeriod(start, length, p));
    }

    /** True when only the run's last value is read behind it. */
    boolean isClosed(int start, int length) {
      int end = start + length;
      return chains.get(end - 1).last().results() == 1
          && lastReaders[end - 1] >= end
          && IntStream.range(start, end - 1)
              .allMatch(i -> lastReaders[i] >= 0 && lastReaders[i] < end);
    }

    private boolean hasPeriod(int start, int length, int period) {
      if (length % period != 0) {
        return false;
      }
      String first = key(start, period);
      return IntStream.range(1, length / period)
          .allMatch(i -> key(start + i * period, period).equals(first));
    }

    private String operand(Object operand, int start) {
      return switch (operand) {
        case Value value when makers.getOrDefault(value.node(), -1) >= start ->
            makers.get(value.node()) - start + "." + value.index();
        case Verbatim(String text) -> "=" + text;
        default -> OUTER;
      };
    }

    private static String calls(Chain chain) {
      StringBuilder calls = new StringBuilder();
      for (Step step : chain.steps()) {
        calls.append('|').append(step.function()).append(step.results());
        calls.append(step.path().isPresent()).append(step.operands().size());
        step.arguments()
            .forEach((name, value) ->
                calls.append(' ').append(name).append(':').append(Hole.kindOf(value)));
      }
      return calls.toString();
    }
  }
}

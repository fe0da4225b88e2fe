package dev.whittle.passes.times;

import dev.whittle.passes.Target;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Measured times of kernels, for one or more families of processors; what a lock file holds.
 *
 * <p>Immutable. Times are medians in whole nanoseconds, so that the text form keeps them.
 */
public final class KernelTimes {
  /** No times. */
  public static final KernelTimes NONE = new KernelTimes(new TreeMap<>());

  private final SortedMap<String, SortedMap<Work, SortedMap<String, Long>>> times;

  private KernelTimes(SortedMap<String, SortedMap<Work, SortedMap<String, Long>>> times) {
    this.times = times;
  }

  /**
   * One time.
   *
   * @param processor the family of processors it was taken on
   * @param way the kernel with its layouts, see {@link Work#way}
   */
  public record Entry(String processor, Work work, String way, long nanoseconds) {
    public Entry {
      if (nanoseconds < 0) {
        throw new IllegalArgumentException(way + " takes " + nanoseconds + " ns");
      }
    }
  }

  /** These times; of several for one kernel on one processor, the least. */
  public static KernelTimes of(List<Entry> entries) {
    SortedMap<String, SortedMap<Work, SortedMap<String, Long>>> times = new TreeMap<>();
    for (Entry entry : entries) {
      times
          .computeIfAbsent(entry.processor(), p -> new TreeMap<>())
          .computeIfAbsent(entry.work(), w -> new TreeMap<>())
          .merge(entry.way(), entry.nanoseconds(), Math::min);
    }
    return new KernelTimes(times);
  }

  /** These times and {@code more}, which replace those of the same kernels. */
  public KernelTimes with(List<Entry> more) {
    KernelTimes fresh = of(more);
    List<Entry> all = new ArrayList<>(more);
    for (Entry entry : entries()) {
      if (fresh.find(entry.processor(), entry.work(), entry.way()).isEmpty()) {
        all.add(entry);
      }
    }
    return of(all);
  }

  /** In the order of the text form. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    times.forEach((processor, works) ->
        works.forEach((work, ways) ->
            ways.forEach((way, n) -> entries.add(new Entry(processor, work, way, n)))));
    return entries;
  }

  /** The families of processors that have times for a target, sorted. */
  public List<String> processors(Target target) {
    return times.entrySet().stream()
        .filter(e -> e.getValue().keySet().stream().anyMatch(w -> w.target().equals(target)))
        .map(Map.Entry::getKey)
        .toList();
  }

  public OptionalDouble find(String processor, Work work, String way) {
    Long found =
        times
            .getOrDefault(processor, Collections.emptySortedMap())
            .getOrDefault(work, Collections.emptySortedMap())
            .get(way);
    return found == null ? OptionalDouble.empty() : OptionalDouble.of(found);
  }

  public boolean isEmpty() {
    return times.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KernelTimes that && times.equals(that.times);
  }

  @Override
  public int hashCode() {
    return times.hashCode();
  }

  @Override
  public String toString() {
    return LockText.of(this);
  }
}

package dev.whittle.passes.times;

import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Watcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The measured times that compilations know, and whether they may take more.
 *
 * <p>For each target the times of one family of processors count, for only those compare: this
 * machine's, where that is known and has any; else the first one's.
 */
public final class Timings {
  private final Optional<String> processor;
  private final Optional<Measuring> measuring;
  private final Memory memory;
  private final Set<Work> missed = new HashSet<>();
  private final Set<Work> found = new HashSet<>();

  private Timings(Optional<String> processor, Optional<Measuring> measuring, Memory memory) {
    this.processor = processor;
    this.measuring = measuring;
    this.memory = memory;
  }

  /** A kernel and what it does. */
  private record Kernel(Work work, String way) {}

  /** What is known, for all that share it. */
  private record Memory(KernelTimes given, Map<Kernel, Long> taken, Set<Target> targets) {
    Memory(KernelTimes given) {
      this(given, new LinkedHashMap<>(), new HashSet<>());
    }
  }

  /**
   * How to measure.
   *
   * @param isEager whether to do so even where a pipeline does not ask for it
   */
  public record Measuring(Pace pace, Watcher watcher, boolean isEager) {}

  /** Knows nothing, measures nothing. */
  public static Timings none() {
    return of(KernelTimes.NONE);
  }

  /** Knows {@code times} and measures nothing: the same everywhere. */
  public static Timings of(KernelTimes times) {
    return new Timings(Optional.empty(), Optional.empty(), new Memory(times));
  }

  /**
   * Prefers the times of this machine and measures nothing.
   *
   * @param processor the family of this machine's processors
   */
  public static Timings here(KernelTimes times, String processor) {
    return new Timings(Optional.of(processor), Optional.empty(), new Memory(times));
  }

  /** Measures what is asked for and not known of this machine. */
  public static Timings measuring(KernelTimes times, String processor, Measuring measuring) {
    return new Timings(Optional.of(processor), Optional.of(measuring), new Memory(times));
  }

  /**
   * The same times for trying things out: what is asked is not counted.
   *
   * @param isWeighed whether decisions hang on the times; if so, those missing are measured where
   *     that is done without being asked for
   */
  public Timings apart(boolean isWeighed) {
    return new Timings(processor, measuring.filter(m -> isWeighed && m.isEager()), memory);
  }

  /** How to measure, where that is allowed. */
  public Optional<Measuring> measuring() {
    return measuring;
  }

  /** The time of a kernel, where it is known. */
  public OptionalDouble find(Work work, String way) {
    return source(work.target())
        .map(from -> find(from, work, way))
        .orElseGet(OptionalDouble::empty);
  }

  private OptionalDouble find(String from, Work work, String way) {
    Long own =
        processor.filter(from::equals).isPresent() ? memory.taken.get(new Kernel(work, way)) : null;
    return own == null ? memory.given.find(from, work, way) : OptionalDouble.of(own);
  }

  /**
   * The times of all ways to do a work, when all are known; empty otherwise, since they would not
   * compare with predictions.
   */
  public Optional<double[]> findAll(Work work, List<String> ways) {
    double[] all = new double[ways.size()];
    for (int i = 0; i < all.length; i++) {
      OptionalDouble time = find(work, ways.get(i));
      if (time.isEmpty()) {
        missed.add(work);
        return Optional.empty();
      }
      all[i] = time.getAsDouble();
    }
    found.add(work);
    missed.remove(work);
    return Optional.of(all);
  }

  /** Whether the time of a kernel on this machine is known. */
  public boolean isKnownHere(Work work, String way) {
    return processor.filter(here -> find(here, work, way).isPresent()).isPresent();
  }

  /** Keeps a time taken on this machine. */
  public void add(Work work, String way, double nanoseconds) {
    if (processor.isEmpty()) {
      throw new IllegalStateException("nothing is measured");
    }
    memory.taken.merge(new Kernel(work, way), Math.round(nanoseconds), Math::min);
    memory.targets.add(work.target());
  }

  /** All times, those given and those taken. */
  public KernelTimes times() {
    List<KernelTimes.Entry> entries = new ArrayList<>();
    memory.taken.forEach((kernel, time) ->
        entries.add(new KernelTimes.Entry(processor.orElseThrow(), kernel.work, kernel.way, time)));
    return memory.given.with(entries);
  }

  /** How many times were taken. */
  public int taken() {
    return memory.taken.size();
  }

  /** Choices that were made by the times known. */
  public int found() {
    return found.size();
  }

  /** Choices, for targets there are times for, that were left to the cost model. */
  public List<Work> missed() {
    return missed.stream().filter(work -> source(work.target()).isPresent()).sorted().toList();
  }

  private Optional<String> source(Target target) {
    List<String> processors = memory.given.processors(target);
    return processor
        .filter(here -> processors.contains(here) || memory.targets.contains(target))
        .or(() -> processors.stream().findFirst());
  }
}

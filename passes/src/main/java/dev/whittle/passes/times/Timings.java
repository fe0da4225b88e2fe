package dev.whittle.passes.times;

import dev.whittle.passes.Target;
import dev.whittle.passes.ledger.Watcher;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
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
  private final KernelTimes given;
  private final Optional<String> processor;
  private final Optional<Measuring> measuring;
  private final List<KernelTimes.Entry> taken = new ArrayList<>();
  private final Set<Work> missed = new HashSet<>();
  private final Set<Work> found = new HashSet<>();
  private KernelTimes times;

  private Timings(KernelTimes given, Optional<String> processor, Optional<Measuring> measuring) {
    this.given = given;
    this.processor = processor;
    this.measuring = measuring;
    this.times = given;
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
    return new Timings(times, Optional.empty(), Optional.empty());
  }

  /**
   * Prefers the times of this machine and measures nothing.
   *
   * @param processor the family of this machine's processors
   */
  public static Timings here(KernelTimes times, String processor) {
    return new Timings(times, Optional.of(processor), Optional.empty());
  }

  /** Measures what is asked for and not known of this machine. */
  public static Timings measuring(KernelTimes times, String processor, Measuring measuring) {
    return new Timings(times, Optional.of(processor), Optional.of(measuring));
  }

  /** The same times for trying things out: nothing is measured, and what is asked not counted. */
  public Timings apart() {
    return new Timings(times, processor, Optional.empty());
  }

  /** How to measure, where that is allowed. */
  public Optional<Measuring> measuring() {
    return measuring;
  }

  /** The time of a kernel, where it is known. */
  public OptionalDouble find(Work work, String way) {
    Optional<String> source = source(work.target());
    return source.isEmpty() ? OptionalDouble.empty() : times.find(source.get(), work, way);
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
    return processor.filter(p -> times.find(p, work, way).isPresent()).isPresent();
  }

  /** Keeps a time taken on this machine. */
  public void add(Work work, String way, double nanoseconds) {
    String here = processor.orElseThrow(() -> new IllegalStateException("nothing is measured"));
    taken.add(new KernelTimes.Entry(here, work, way, Math.round(nanoseconds)));
    times = given.with(taken);
  }

  /** All times, those given and those taken. */
  public KernelTimes times() {
    return times;
  }

  /** How many times were taken. */
  public int taken() {
    return taken.size();
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
    List<String> processors = times.processors(target);
    return processor.filter(processors::contains).or(() -> processors.stream().findFirst());
  }
}

package dev.whittle.passes;

import dev.whittle.ir.Graph;
import dev.whittle.ir.Patch;
import dev.whittle.passes.ledger.Data;
import dev.whittle.passes.times.Timings;
import dev.whittle.runtime.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a pass may look at besides the graph, and the only way it changes one.
 *
 * <p>One context serves one compilation: it counts the patches, stops optional rewriting when the
 * limit is reached, and shows every patch to an observer.
 */
public final class PassContext {
  /** A patch limit that is never reached. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  private final Target target;
  private final Kernels kernels;
  private final Executor executor;
  private final Timings timings;
  private final Weights weights;
  private final PatchObserver observer;
  private final long limit;
  private final Optional<Data> calibration;
  private Map<String, Object> options = Map.of();
  private final List<Approximation> approximations = new ArrayList<>();
  private boolean required;
  private long optional;
  private long applied;

  /**
   * A context without data to calibrate on.
   *
   * @param weights the network's trained tensors; passes leave alone what is missing there
   * @param limit how many patches optional passes may apply
   */
  public PassContext(
      Target target,
      Kernels kernels,
      Executor executor,
      Timings timings,
      Weights weights,
      PatchObserver observer,
      long limit) {
    this(target, kernels, executor, timings, weights, observer, limit, Optional.empty());
  }

  private PassContext(
      Target target,
      Kernels kernels,
      Executor executor,
      Timings timings,
      Weights weights,
      PatchObserver observer,
      long limit,
      Optional<Data> calibration) {
    this.target = Objects.requireNonNull(target);
    this.kernels = Objects.requireNonNull(kernels);
    this.executor = Objects.requireNonNull(executor);
    this.timings = Objects.requireNonNull(timings);
    this.weights = Objects.requireNonNull(weights);
    this.observer = Objects.requireNonNull(observer);
    this.limit = limit;
    this.calibration = Objects.requireNonNull(calibration);
  }

  public static PassContext of(Target target, Kernels kernels, Executor executor, Weights weights) {
    return new PassContext(
        target, kernels, executor, Timings.none(), weights, PatchObserver.NONE, UNLIMITED);
  }

  public Target target() {
    return target;
  }

  public Kernels kernels() {
    return kernels;
  }

  public Executor executor() {
    return executor;
  }

  public Timings timings() {
    return timings;
  }

  public Weights weights() {
    return weights;
  }

  /** Inputs that passes may run the network on to see its values. */
  public Optional<Data> calibration() {
    return calibration;
  }

  /** A context that knows the same, and these inputs, and has done nothing yet. */
  public PassContext calibrated(Optional<Data> data) {
    return new PassContext(target, kernels, executor, timings, weights, observer, limit, data);
  }

  /** Patches applied so far. */
  public long applied() {
    return applied;
  }

  /** False once optional passes have used up the limit; required ones may always patch. */
  public boolean mayPatch() {
    return required || optional < limit;
  }

  /**
   * {@code graph} after {@code patch}.
   *
   * @throws IllegalStateException when {@link #mayPatch} is false
   */
  public Graph apply(Graph graph, Patch patch) {
    if (!mayPatch()) {
      throw new IllegalStateException("the limit of " + limit + " patches is reached");
    }
    Graph after = graph.apply(patch);
    applied++;
    optional += required ? 0 : 1;
    observer.applied(graph, patch, after);
    return after;
  }

  /** Keeps what the running pass made of a layer for the ledger. */
  public void approximated(Approximation approximation) {
    approximations.add(approximation);
  }

  /** What the pass that ran last made of layers, in the order in which it said so. */
  public List<Approximation> approximations() {
    return List.copyOf(approximations);
  }

  /**
   * A context that knows other weights and has done nothing yet, to try things out.
   *
   * @param isWeighed whether the running pass decides by the times of what it tries
   */
  public PassContext fresh(Weights others, boolean isWeighed) {
    return new PassContext(
        target,
        kernels,
        executor,
        timings.apart(isWeighed),
        others,
        PatchObserver.NONE,
        UNLIMITED,
        calibration);
  }

  /** Shows a decision to the observer. */
  public void decided(Decision decision) {
    observer.decided(decision);
  }

  /**
   * The running pass's option {@code option}, as the pipeline sets it or by default.
   *
   * @throws IllegalArgumentException when it has neither
   */
  public <T> T option(PassOption option, Class<T> type) {
    return given(option, type)
        .orElseThrow(() -> new IllegalArgumentException("no option " + option.name()));
  }

  /** The same; nothing when it has neither. */
  public <T> Optional<T> given(PassOption option, Class<T> type) {
    return Optional.ofNullable(options.get(option.name())).or(option::defaultValue).map(type::cast);
  }

  /** Runs one pass with these options. */
  public Graph run(Pass pass, Map<String, Object> passOptions, Graph graph) {
    options = Map.copyOf(passOptions);
    required = pass.info().required();
    approximations.clear();
    return pass.run(graph, this);
  }
}

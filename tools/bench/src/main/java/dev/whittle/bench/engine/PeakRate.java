package dev.whittle.bench.engine;

import static dev.whittle.codegen.kernel.Expressions.add;
import static dev.whittle.codegen.kernel.Expressions.constant;
import static dev.whittle.codegen.kernel.Expressions.loadVector;
import static dev.whittle.codegen.kernel.Expressions.multiply;
import static dev.whittle.codegen.kernel.Expressions.multiplyAdd;

import dev.whittle.codegen.bytecode.BytecodeBackend;
import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.codegen.kernel.KernelClass;
import dev.whittle.codegen.kernel.KernelMethod;
import dev.whittle.runtime.GeneratedClasses;
import dev.whittle.runtime.Program;
import dev.whittle.runtime.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The most floating point operations the processor can do: independent fused multiply-adds between
 * registers, written as a kernel and compiled like any other, on all threads at once.
 */
public final class PeakRate {
  /** Enough to hide four cycles of latency on two ports, few enough for sixteen registers. */
  private static final int CHAINS = 12;

  private static final int ROUNDS = 20_000;
  private static final int UNITS_PER_THREAD = 64;
  private static final String STEP = "peak";
  private static final String CLASS = "whittle.generated.Peak";

  private final Program program;
  private final Workers workers;
  private final int lanes;
  private final int units;
  private final float[] results;
  private final float[] factors;

  /** A measurement on as many threads as {@code workers} has. */
  public PeakRate(int lanes, Workers workers) {
    this.program = load(kernels(lanes));
    this.workers = workers;
    this.lanes = lanes;
    this.units = UNITS_PER_THREAD * workers.threads();
    this.results = new float[units * lanes];
    this.factors = new float[(2 + CHAINS) * lanes];
    Arrays.fill(factors, 0.5f);
  }

  /** Floating point operations of one {@link #run}; a multiply-add counts two. */
  public long flops() {
    return 2L * CHAINS * ROUNDS * lanes * units;
  }

  /**
   * Does the work once.
   *
   * @return what the chains of every unit add up to
   */
  public float[] run() {
    float[] none = {};
    workers.run(
        units, (from, to) -> program.run(0, results, factors, none, from, to, none, 0, none, 0));
    return results;
  }

  private static Program load(KernelClass kernels) {
    byte[] bytes = BytecodeBackend.compile(kernels).classFile();
    try {
      return new GeneratedClasses(Map.of(CLASS, bytes))
          .loadClass(CLASS)
          .asSubclass(Program.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KernelClass kernels(int lanes) {
    return new KernelClass(
        CLASS, "PeakRate", lanes, List.of(chains(lanes), step()), List.of(STEP), Optional.empty());
  }

  /** {@code x = x * 0.5 + 0.5} in every chain, which tends to 1. */
  private static KernelMethod chains(int lanes) {
    KernelBuilder code = new KernelBuilder("chains");
    Local results = code.buffer("results");
    Local factors = code.buffer("factors");
    Local unit = code.integer("unit");
    Local factor = code.let("factor", loadVector(factors, constant(0)));
    Local addend = code.let("addend", loadVector(factors, constant(lanes)));
    List<Local> chains = new ArrayList<>();
    for (int i = 0; i < CHAINS; i++) {
      chains.add(code.let("chain" + i, loadVector(factors, constant((2 + i) * lanes))));
    }
    code.loop(
        "round",
        constant(0),
        constant(ROUNDS),
        round -> chains.forEach(x -> code.assign(x, multiplyAdd(x, factor, addend))));
    Local sum = code.let("sum", chains.getFirst());
    chains.stream().skip(1).forEach(x -> code.assign(sum, add(sum, x)));
    code.store(results, multiply(unit, lanes), sum);
    return code.build();
  }

  private static KernelMethod step() {
    KernelBuilder code = new KernelBuilder(STEP);
    Local results = code.buffer("results");
    Local factors = code.buffer("factors");
    code.buffer("scratch");
    Local from = code.integer("from");
    Local to = code.integer("to");
    code.buffer("input");
    code.integer("inputAt");
    code.buffer("output");
    code.integer("outputAt");
    code.loop("unit", from, to, unit -> code.invoke("chains", List.of(results, factors, unit)));
    return code.build();
  }
}

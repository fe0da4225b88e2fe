package dev.whittle.codegen.schedule;

import dev.whittle.codegen.kernel.Expression.Local;
import dev.whittle.codegen.kernel.KernelBuilder;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Target;
import java.util.List;
import java.util.Optional;

/**
 * What a schedule needs to write one step: {@code driver} is the step's method, which runs the
 * units {@code [from, to)}.
 *
 * @param variant which form of the schedule's algorithm was chosen; empty where it has one only
 * @param operands the op's own operands
 * @param added the operand an epilogue adds
 * @param threads that will share the units; what is computed must not depend on it
 */
public record StepContext(
    Op op,
    String variant,
    List<Epilogue> epilogue,
    List<Operand> operands,
    Optional<Operand> added,
    List<Operand> results,
    int lanes,
    int threads,
    KernelLibrary library,
    KernelBuilder driver,
    Local arena,
    Local scratch,
    Local from,
    Local to) {
  /** What the step is written for. */
  public Target target() {
    return new Target(lanes, threads);
  }

  public Operand operand(int index) {
    return operands.get(index);
  }

  public Operand result() {
    return results.getFirst();
  }

  public boolean hasOperand(int index) {
    return index < operands.size();
  }
}

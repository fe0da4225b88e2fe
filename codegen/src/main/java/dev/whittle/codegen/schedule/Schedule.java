package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.passes.Zeros;
import java.util.List;

/** A way to turn ops into kernels. Listed once, in {@link Schedules}. */
public interface Schedule {
  /** The name that the algorithms of its candidates are, or variants of. */
  String algorithm();

  /** How this schedule would run the op; empty when it cannot. */
  List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target);

  /** How this schedule would run an op whose weight has zeros, leaving these out. */
  default List<Candidate> sparse(
      Op op, List<TensorType> operands, List<TensorType> results, Zeros zeros, Target target) {
    return List.of();
  }

  /**
   * Whether operands and results of plain layout may lie anywhere in a caller's array, with values
   * of others around them: the kernels read and write nothing but their elements, not even zeros
   * before the buffer's first value, and an element is written by nothing but its own value or, by
   * the same unit, before it.
   */
  default boolean staysInside() {
    return false;
  }

  /** Writes the driver's body and the kernels it calls. */
  StepCode write(StepContext step);
}

package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import java.util.List;

/** A way to turn ops into kernels. Listed once, in {@link Schedules}. */
public interface Schedule {
  /** The name that the algorithms of its candidates are, or variants of. */
  String algorithm();

  /** How this schedule would run the op; empty when it cannot. */
  List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target);

  /** Writes the driver's body and the kernels it calls. */
  StepCode write(StepContext step);
}

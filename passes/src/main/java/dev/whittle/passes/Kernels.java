package dev.whittle.passes;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Op;
import java.util.List;

/** The kernels that exist, as far as passes need to know them; code generation implements it. */
@FunctionalInterface
public interface Kernels {
  /**
   * The ways to run {@code op} on operands and results of these concrete types, best first among
   * equally costly ones; empty when there is none.
   *
   * <p>Asked for every op that computes or moves data: not for inputs, parameters, constants,
   * reorders, and not for {@code reshape}, {@code flatten} and {@code dropout}, which are always
   * views. {@code concat}, {@code slice} and {@code split} are asked for because a view is not
   * always possible. Operands of an arithmetic op have the rank of its result (sizes of 1 repeat).
   *
   * <p>Kernels of activations, and of arithmetic ops on an operand of the result's shape, may find
   * that operand at the very place of their result when both have the same layout. Every kernel
   * must accept operands and results whose images are further apart than their own size. In a
   * blocked layout the lanes past an axis' size hold anything, NaN included, except in weights,
   * where they hold zeros; nothing that counts may depend on them.
   */
  List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target);

  /**
   * More ways to run {@code op}, a convolution or dense layer whose weight has zeros: by kernels
   * that leave them out, and with them what they would have made of NaN and infinities.
   */
  default List<Candidate> sparse(
      Op op, List<TensorType> operands, List<TensorType> results, Zeros zeros, Target target) {
    return List.of();
  }
}

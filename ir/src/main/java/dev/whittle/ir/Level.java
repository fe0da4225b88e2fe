package dev.whittle.ir;

/** How far a graph has come on its way to code; each level has an executable meaning. */
public enum Level {
  /** What the user wrote: ops without a choice of kernel or layout. */
  PORTABLE,
  /**
   * Every op that computes is wrapped in {@link dev.whittle.ir.op.Lowered}; where layouts meet that
   * differ stands a {@link dev.whittle.ir.op.Reorder}.
   */
  LOWERED,
  /** Lowered, in order of execution, every value with its place in memory. */
  PLANNED
}

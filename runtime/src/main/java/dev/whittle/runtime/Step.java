package dev.whittle.runtime;

import java.util.Objects;

/**
 * One piece of a {@link Plan}: the work of one network node.
 *
 * @param name the node, for example {@code fire2/squeeze1x1}
 * @param kernel the kernel that does it, for example {@code f32_conv2d_direct__v512}
 * @param source where the node was written, for example {@code SqueezeNet.cnn:12}; may be empty
 * @param units independent work items, at least 1
 * @param flops floating point operations (a multiply-add counts 2) of all units together
 * @param bytes bytes of operands read and results written, each counted once
 * @param nanos what the step was expected to take on one thread when it was compiled, in
 *     nanoseconds; steps that run at the same time are shared among threads by it
 * @param waits whether it must wait for the steps before it; one that need not may run at the same
 *     time as those since the last that does
 * @param reads the input port, by index, that it reads wherever the port's floats lie, or {@link
 *     #NONE}. If one step names a port, so do all that read it, and the port may stay in the
 *     caller's array
 * @param writes the output port, by index, that it alone writes wherever the port's floats lie, or
 *     {@link #NONE}
 */
public record Step(
    String name,
    String kernel,
    String source,
    int units,
    long flops,
    long bytes,
    long nanos,
    boolean waits,
    int reads,
    int writes) {
  /** No port: all that the step reads or writes is in the arena. */
  public static final int NONE = -1;

  public Step {
    Objects.requireNonNull(name);
    Objects.requireNonNull(kernel);
    Objects.requireNonNull(source);
    if (units < 1 || flops < 0 || bytes < 0 || nanos < 0) {
      throw new IllegalArgumentException("step " + name + " needs units >= 1 and costs >= 0");
    }
  }

  /** A step that names no port. */
  public Step(
      String name,
      String kernel,
      String source,
      int units,
      long flops,
      long bytes,
      long nanos,
      boolean waits) {
    this(name, kernel, source, units, flops, bytes, nanos, waits, NONE, NONE);
  }
}

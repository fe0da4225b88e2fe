package dev.whittle.passes;

import dev.whittle.ir.Graph;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.Step;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.util.List;
import java.util.Map;

/** Turns planned graphs into code and runs it here; code generation implements it. */
@FunctionalInterface
public interface Executor {
  /**
   * Compiles {@code planned}, a graph of level PLANNED, for {@code target}.
   *
   * @throws IllegalArgumentException when the graph is not planned
   */
  Executable compile(Graph planned, Target target);

  /** Whether code for {@code target} runs on this machine as fast as it ever does. */
  default boolean runs(Target target) {
    return true;
  }

  /** A graph as code. */
  interface Executable {
    /** What runs, in order: one step for each node that needs code, under the node's name. */
    List<Step> steps();

    /**
     * The code with its weights, on this machine.
     *
     * @throws IllegalArgumentException when a parameter is missing
     */
    Running load(Weights weights);
  }

  /** A graph that can be run, with the workers its target has. */
  interface Running extends AutoCloseable {
    /** The outputs by name; inputs of any batch, where the network's batch is its first axis. */
    Map<String, Tensor> run(Map<String, Tensor> inputs);

    /** The mean time of each step over {@code runs} runs, in order of execution. */
    Profile profile(Map<String, Tensor> inputs, int runs);

    @Override
    void close();
  }
}

package dev.whittle.runtime;

import java.util.Arrays;

/**
 * Where the ports of one run lie: those that steps name in the caller's arrays, the others in the
 * arena, copied before and after. All are copied when the run is partly empty, since the places
 * left over must be zeros, and when an array is both input and output.
 */
final class Ends {
  private LoadedPlan plan;
  private float[] arena;
  private float[][] inputs;
  private float[][] outputs;
  private int first;
  private int count;
  private boolean isDirect;

  /** Makes items {@code first} and following the input of a run of {@code plan}. */
  void open(
      LoadedPlan plan, float[] arena, float[][] inputs, float[][] outputs, int first, int count) {
    this.plan = plan;
    this.arena = arena;
    this.inputs = inputs;
    this.outputs = outputs;
    this.first = first;
    this.count = count;
    this.isDirect = count == plan.items() && areApart(inputs, outputs);
    for (int i = 0; i < inputs.length; i++) {
      if (!isInputDirect(i)) {
        int size = plan.inputSize(i);
        int at = plan.inputOffset(i);
        System.arraycopy(inputs[i], first * size, arena, at, count * size);
        Arrays.fill(arena, at + count * size, at + plan.items() * size, 0f);
      }
    }
  }

  /** Brings the results of the run to the caller's arrays, as the same items. */
  void finish() {
    for (int i = 0; i < outputs.length; i++) {
      if (!isOutputDirect(i)) {
        int size = plan.outputSize(i);
        System.arraycopy(arena, plan.outputOffset(i), outputs[i], first * size, count * size);
      }
    }
  }

  /** Forgets all arrays. */
  void clear() {
    plan = null;
    arena = null;
    inputs = null;
    outputs = null;
  }

  float[] arena() {
    return arena;
  }

  /** The array that holds an input, the arena for {@link Step#NONE}. */
  float[] input(int port) {
    return port != Step.NONE && isInputDirect(port) ? inputs[port] : arena;
  }

  /** Where in {@link #input} the run's first item starts. */
  int inputAt(int port) {
    if (port == Step.NONE) {
      return 0;
    }
    return isInputDirect(port) ? first * plan.inputSize(port) : plan.inputOffset(port);
  }

  /** The array that takes an output, the arena for {@link Step#NONE}. */
  float[] output(int port) {
    return port != Step.NONE && isOutputDirect(port) ? outputs[port] : arena;
  }

  /** Where in {@link #output} the run's first item starts. */
  int outputAt(int port) {
    if (port == Step.NONE) {
      return 0;
    }
    return isOutputDirect(port) ? first * plan.outputSize(port) : plan.outputOffset(port);
  }

  private boolean isInputDirect(int port) {
    return isDirect && plan.isInputNamed(port);
  }

  private boolean isOutputDirect(int port) {
    return isDirect && plan.isOutputNamed(port);
  }

  private static boolean areApart(float[][] inputs, float[][] outputs) {
    for (int i = 0; i < inputs.length; i++) {
      for (int o = 0; o < outputs.length; o++) {
        if (inputs[i] == outputs[o]) {
          return false;
        }
      }
    }
    return true;
  }
}

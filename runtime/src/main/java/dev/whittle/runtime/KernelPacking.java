package dev.whittle.runtime;

import java.util.Arrays;

/** Transforms and packs a convolution's weight, some hundred kernels at a time. */
final class KernelPacking {
  private static final int KERNELS = 256;

  private final float[] source;
  private final float[] target;
  private final int inputs;
  private final int size;
  private final int[] taps;
  private final double[][] matrix;
  private final int[] outputPlaces;
  private final int[] inputPlaces;
  private final int[] valuePlaces;
  private final double[] kernels;
  private final double[] sums = new double[KERNELS];

  private KernelPacking(
      Layout layout, KernelTransform transform, float[] source, int[] shape, float[] target) {
    this.source = source;
    this.target = target;
    this.inputs = shape[1];
    int[] kernel = Arrays.copyOfRange(shape, 2, shape.length);
    this.matrix = transform.matrix(kernel);
    this.size = Math.toIntExact(Tensor.elementCount(kernel));
    this.taps = taps(shape[0] * inputs, inputs, size, transform.parts());
    this.kernels = new double[taps.length * KERNELS];
    int[] sizes = layout.physical(shape);
    this.outputPlaces = places(layout, sizes, 0, shape[0] / transform.parts());
    this.inputPlaces = places(layout, sizes, 1, shape[1] / transform.parts());
    int[] values = transform.values(kernel);
    int[] all = {0};
    for (int i = 0; i < values.length; i++) {
      all = sums(all, places(layout, sizes, 2 + i, values[i]));
    }
    this.valuePlaces = all;
  }

  static void pack(
      Layout layout,
      KernelTransform transform,
      float[] source,
      int[] shape,
      float[] target,
      int offset) {
    KernelPacking packing = new KernelPacking(layout, transform, source, shape, target);
    int size = Math.toIntExact(layout.size(shape));
    int allOutputs = packing.outputPlaces.length;
    int allInputs = packing.inputPlaces.length;
    if (size > allOutputs * allInputs * packing.valuePlaces.length) {
      Arrays.fill(target, offset, offset + size, 0f);
    }
    int outputs = Math.min(KERNELS, layout.block('O'));
    int inputs = KERNELS / outputs;
    for (int output = 0; output < allOutputs; output += outputs) {
      int lastOutput = Math.min(output + outputs, allOutputs);
      for (int input = 0; input < allInputs; input += inputs) {
        packing.pack(output, lastOutput, input, Math.min(input + inputs, allInputs), offset);
      }
    }
  }

  /** How far the taps that are transformed together lie from the first of them. */
  private static int[] taps(int kernels, int inputs, int size, int parts) {
    int[] taps = new int[parts * parts * size];
    for (int i = 0; i < taps.length; i++) {
      int output = i / size / parts * (kernels / parts);
      int input = i / size % parts * (inputs / parts);
      taps[i] = (output + input) * size + i % size;
    }
    return taps;
  }

  /** What every index along an axis adds to a place in memory. */
  private static int[] places(Layout layout, int[] sizes, int axis, int count) {
    char letter = layout.axes().charAt(axis);
    int block = layout.block(letter);
    int[] places = new int[count];
    int stride = 1;
    for (int loop = sizes.length - 1; loop >= 0; loop--) {
      Layout.Loop at = layout.loops().get(loop);
      for (int i = 0; at.axis() == letter && i < count; i++) {
        places[i] += (at.block() > 0 ? i % block : i / block) * stride;
      }
      stride *= sizes[loop];
    }
    return places;
  }

  private static int[] sums(int[] outer, int[] inner) {
    int[] sums = new int[outer.length * inner.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = outer[i / inner.length] + inner[i % inner.length];
    }
    return sums;
  }

  private void pack(int output, int lastOutput, int input, int lastInput, int offset) {
    int count = 0;
    for (int i = input; i < lastInput; i++) {
      for (int o = output; o < lastOutput; o++) {
        gather((o * inputs + i) * size, count++);
      }
    }
    for (int value = 0; value < matrix.length; value++) {
      transform(matrix[value], count);
      int from = 0;
      for (int i = input; i < lastInput; i++) {
        scatter(from, offset + valuePlaces[value] + inputPlaces[i], output, lastOutput);
        from += lastOutput - output;
      }
    }
  }

  private void gather(int from, int kernel) {
    for (int tap = 0; tap < taps.length; tap++) {
      kernels[tap * KERNELS + kernel] = source[from + taps[tap]];
    }
  }

  private void transform(double[] row, int count) {
    Arrays.fill(sums, 0, count, 0);
    for (int tap = 0; tap < taps.length; tap++) {
      if (row[tap] != 0) {
        accumulate(row[tap], tap * KERNELS, count);
      }
    }
  }

  private void accumulate(double factor, int from, int count) {
    double[] values = kernels;
    double[] results = sums;
    for (int i = 0; i < count; i++) {
      results[i] += factor * values[from + i];
    }
  }

  private void scatter(int from, int place, int output, int lastOutput) {
    for (int o = output; o < lastOutput; o++) {
      target[place + outputPlaces[o]] = (float) sums[from + o - output];
    }
  }
}

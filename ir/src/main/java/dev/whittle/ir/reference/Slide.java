package dev.whittle.ir.reference;

import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.util.List;

/**
 * A window sliding over three spatial axes; tensors with fewer get leading axes of size 1. Output
 * position {@code o} of an axis covers the input positions {@code start(o) + tap · dilation}.
 */
final class Slide {
  static final int AXES = 3;

  final int[] input;
  final int[] output;
  final int[] kernel;
  final int[] dilations;
  private final int[] strides;
  private final int[] begins;
  private final int[] ends;

  Slide(
      Tensor x,
      TensorType result,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads,
      List<Integer> dilations) {
    int spatial = kernel.size();
    this.input = spatial(x.shape());
    this.output = spatial(result.shape().sizes());
    this.kernel = front(kernel, 1);
    this.strides = front(strides, 1);
    this.begins = front(pads.subList(0, spatial), 0);
    this.ends = front(pads.subList(spatial, 2 * spatial), 0);
    this.dilations = front(dilations, 1);
  }

  /** The last three of {@code [N, C, spatial…]}, missing ones as leading 1. */
  static int[] spatial(int[] shape) {
    int[] sizes = {1, 1, 1};
    System.arraycopy(shape, 2, sizes, AXES + 2 - shape.length, shape.length - 2);
    return sizes;
  }

  int inputSize() {
    return input[0] * input[1] * input[2];
  }

  int outputSize() {
    return output[0] * output[1] * output[2];
  }

  int stride(int axis) {
    return strides[axis];
  }

  /** The input position of tap 0, negative in the leading pad. */
  int start(int axis, int out) {
    return out * strides[axis] - begins[axis];
  }

  /** The first tap inside the input. */
  int firstTap(int axis, int out) {
    return Math.max(0, Math.ceilDiv(-start(axis, out), dilations[axis]));
  }

  /** One past the last tap inside the input. */
  int endTap(int axis, int out) {
    return Math.min(kernel[axis], Math.ceilDiv(input[axis] - start(axis, out), dilations[axis]));
  }

  /** How many taps of {@code out} lie inside the padded input. */
  int paddedTaps(int axis, int out) {
    int beyond = input[axis] + ends[axis] - start(axis, out);
    return Math.min(kernel[axis], Math.ceilDiv(beyond, dilations[axis]));
  }

  /** The first output for which {@code tap} lies inside the input. */
  int firstOutput(int axis, int tap) {
    return Math.max(0, Math.ceilDiv(begins[axis] - tap * dilations[axis], strides[axis]));
  }

  /** One past the last output for which {@code tap} lies inside the input. */
  int endOutput(int axis, int tap) {
    int reach = input[axis] + begins[axis] - tap * dilations[axis];
    return Math.min(output[axis], Math.ceilDiv(reach, strides[axis]));
  }

  private static int[] front(List<Integer> sizes, int missing) {
    int[] full = {missing, missing, missing};
    for (int i = 0; i < sizes.size(); i++) {
      full[AXES - sizes.size() + i] = sizes.get(i);
    }
    return full;
  }
}

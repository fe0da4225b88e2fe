package dev.whittle.ir.verify;

import dev.whittle.ir.Placement;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Tensor;

/** Where the elements of one placed value lie. */
final class Place {
  private final int[] shape;
  private final Layout layout;
  private final Placement placement;
  private final int images;
  private final long imageFloats;

  Place(TensorType type, Layout layout, Placement placement) {
    int[] sizes = type.shape().sizes();
    this.shape = sizes.length == 0 ? new int[] {1} : sizes;
    this.layout = layout;
    this.placement = placement;
    this.images = layout.loops().getFirst().equals(new Layout.Loop('N', 0)) ? shape[0] : 1;
    this.imageFloats = layout.size(shape) / images;
  }

  Placement.Space space() {
    return placement.space();
  }

  int start() {
    return placement.offset();
  }

  /** One past the last float, the padding of blocks included. */
  long end() {
    return placement.offset() + (images - 1L) * placement.batchStride() + imageFloats;
  }

  int images() {
    return images;
  }

  int imageStart(int image) {
    return placement.offset() + image * placement.batchStride();
  }

  /** Floats of one image, the padding of blocks included. */
  int imageFloats() {
    return Math.toIntExact(imageFloats);
  }

  /** True when the images follow each other without a gap. */
  boolean isDense() {
    return images == 1 || placement.batchStride() == imageFloats;
  }

  /** True when images do not overlap each other and nothing lies before the space. */
  boolean isSound() {
    return placement.offset() >= 0 && (images == 1 || placement.batchStride() >= imageFloats);
  }

  /** The place of every element, in row-major order. */
  int[] positions() {
    int[] positions = new int[Math.toIntExact(Tensor.elementCount(shape))];
    int[][] terms = terms();
    int[] index = new int[shape.length];
    for (int i = 0; i < positions.length; i++) {
      int at = placement.offset();
      for (int axis = 0; axis < index.length; axis++) {
        at += terms[axis][index[axis]];
      }
      positions[i] = at;
      for (int axis = index.length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--) {
        index[axis] = 0;
      }
    }
    return positions;
  }

  /** What each index of each axis adds to a position. */
  private int[][] terms() {
    int[][] terms = new int[shape.length][];
    int[] sizes = layout.physical(shape);
    for (int axis = 0; axis < shape.length; axis++) {
      terms[axis] = new int[shape[axis]];
      char letter = layout.axes().charAt(axis);
      int block = layout.block(letter);
      int stride = 1;
      for (int loop = sizes.length - 1; loop >= 0; loop--) {
        Layout.Loop at = layout.loops().get(loop);
        boolean isImage = loop == 0 && at.equals(new Layout.Loop('N', 0));
        for (int i = 0; at.axis() == letter && i < shape[axis]; i++) {
          int step = at.block() > 0 ? i % block : i / block;
          terms[axis][i] += step * (isImage ? placement.batchStride() : stride);
        }
        stride *= sizes[loop];
      }
    }
    return terms;
  }
}

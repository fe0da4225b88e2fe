package dev.whittle.passes.memory;

/**
 * Where a value lies within a buffer; all sizes in floats.
 *
 * @param offset of the first image
 * @param images how many equal parts follow each other {@code stride} apart
 * @param extent of one image, padding of its layout included
 */
record Region(Buffer buffer, long offset, int images, long stride, long extent) {
  /** True when this is all of its buffer. */
  boolean isWhole() {
    return offset == 0 && images == buffer.images() && extent == buffer.extent();
  }

  /** True when the images follow each other without a gap. */
  boolean isDense() {
    return images == 1 || stride == extent;
  }

  /** True when some float belongs to both. */
  boolean overlaps(Region other) {
    if (buffer != other.buffer) {
      return false;
    }
    boolean isAligned =
        stride == other.stride
            && images == other.images
            && offset / stride == other.offset / stride;
    return isAligned
        ? offset < other.offset + other.extent && other.offset < offset + extent
        : offset < other.end() && other.offset < end();
  }

  private long end() {
    return offset + (images - 1) * stride + extent;
  }
}

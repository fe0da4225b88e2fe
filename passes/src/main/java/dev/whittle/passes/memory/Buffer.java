package dev.whittle.passes.memory;

import dev.whittle.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Memory that one or more values share; its images follow each other without a gap. */
final class Buffer {
  private final int images;
  private final long extent;
  private final List<Value> members = new ArrayList<>();
  private boolean rigid;
  private boolean input;

  Buffer(int images, long extent) {
    this.images = images;
    this.extent = extent;
  }

  int images() {
    return images;
  }

  /** Floats of one image. */
  long extent() {
    return extent;
  }

  long floats() {
    return images * extent;
  }

  /** The values that lie in it, in the order they joined. */
  List<Value> members() {
    return members;
  }

  /** True when the images of a member may not be pulled apart. */
  boolean isRigid() {
    return rigid;
  }

  void makeRigid() {
    rigid = images > 1;
  }

  /** True when an input of the network lies in it. */
  boolean holdsInput() {
    return input;
  }

  void holdInput() {
    input = true;
  }
}

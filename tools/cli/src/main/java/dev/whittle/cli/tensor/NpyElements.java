package dev.whittle.cli.tensor;

import dev.whittle.cli.UserError;
import dev.whittle.runtime.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the elements behind a {@code .npy} header. */
final class NpyElements {
  private NpyElements() {}

  /**
   * A tensor of row-major little-endian elements. Memory grows with what there is, not with what
   * the header claims.
   *
   * @param where the file, for messages
   * @throws UserError when there are fewer or more than the header says
   */
  static Tensor read(NpyHeader header, InputStream in, String where) throws IOException {
    int wanted = (int) header.bytes();
    byte[] bytes = in.readNBytes(wanted);
    boolean isLonger = in.read() >= 0;
    if (bytes.length < wanted || isLonger) {
      throw UserError.data(
          "%s: its shape %s needs %d bytes, there are %s"
              .formatted(where, header.shape(), wanted, isLonger ? "more" : "" + bytes.length),
          isLonger ? "save one array in one file" : "the file is cut off");
    }
    int[] shape = header.shape().sizes();
    boolean isOrdered = !header.isFortran() || shape.length < 2;
    boolean isAsStored =
        header.order() == ByteOrder.LITTLE_ENDIAN
            && header.type().bytes() == header.type().element().bytes();
    return Tensor.of(
        header.type().element(),
        MemorySegment.ofArray(isOrdered && isAsStored ? bytes : converted(header, bytes)),
        shape);
  }

  private static byte[] converted(NpyHeader header, byte[] bytes) {
    int[] shape = header.shape().sizes();
    int count = (int) header.shape().elementCount();
    ByteBuffer source = ByteBuffer.wrap(bytes).order(header.order());
    ByteBuffer target =
        ByteBuffer.allocate(count * header.type().element().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    int[] index = new int[shape.length];
    for (int from = 0; from < count; from++) {
      header.type().move(source, from, target, header.isFortran() ? place(index, shape) : from);
      for (int axis = 0; header.isFortran() && axis < shape.length; axis++) {
        index[axis]++;
        if (index[axis] < shape[axis]) {
          break;
        }
        index[axis] = 0;
      }
    }
    return target.array();
  }

  private static int place(int[] index, int[] shape) {
    int place = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      place = place * shape[axis] + index[axis];
    }
    return place;
  }
}

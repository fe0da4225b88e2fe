package dev.whittle.cli.output;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes named tensors as NumPy's {@code .npz}: a zip file of {@code .npy} files (format 1.0). A
 * bf16 tensor is written as f32, for which NumPy has a type.
 */
public final class Npz implements Closeable {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX = 10;

  private final ZipOutputStream zip;

  public Npz(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  public void add(String name, Tensor tensor) throws IOException {
    ZipEntry entry = new ZipEntry(name + ".npy");
    entry.setTime(315_532_800_000L);
    zip.putNextEntry(entry);
    zip.write(header(tensor));
    if (tensor.type() == ElementType.BF16) {
      float[] values = tensor.floats();
      ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      zip.write(bytes.array());
    } else {
      zip.write(tensor.data().toArray(ValueLayout.JAVA_BYTE));
    }
    zip.closeEntry();
  }

  private static byte[] header(Tensor tensor) {
    String shape =
        Arrays.stream(tensor.shape()).mapToObj(size -> size + ",").collect(Collectors.joining(" "));
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(description(tensor.type()), shape);
    int length = Math.ceilDiv(PREFIX + text.length() + 1, ALIGNMENT) * ALIGNMENT - PREFIX;
    String padded = text + " ".repeat(length - text.length() - 1) + "\n";
    return ByteBuffer.allocate(PREFIX + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
        .putShort((short) length)
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private static String description(ElementType type) {
    return switch (type) {
      case F32, BF16 -> "<f4";
      case F16 -> "<f2";
      case I8 -> "|i1";
      case U8 -> "|u1";
      case I32 -> "<i4";
      case I64 -> "<i8";
      case BOOL -> "|b1";
    };
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

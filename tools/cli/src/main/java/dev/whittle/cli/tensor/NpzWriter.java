package dev.whittle.cli.tensor;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes named tensors as NumPy's {@code .npz}: a zip file of {@code .npy} files (format 1.0). A
 * bf16 tensor is written as f32, for which NumPy has a type.
 */
public final class NpzWriter implements Closeable {
  private final ZipOutputStream zip;

  public NpzWriter(OutputStream out) {
    this.zip = new ZipOutputStream(out);
  }

  /**
   * Writes {@code tensors} to {@code target}, which appears whole or not at all.
   *
   * @throws UserError when it cannot be written
   */
  public static void write(Path target, Map<String, Tensor> tensors) {
    try (Staging staging = new Staging(target)) {
      try (OutputStream file = Files.newOutputStream(staging.folder().resolve("npz"));
          NpzWriter npz = new NpzWriter(new BufferedOutputStream(file))) {
        for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
          npz.add(tensor.getKey(), tensor.getValue());
        }
      } catch (IOException e) {
        throw UserError.data("cannot write " + target + ": " + Reasons.of(e), "");
      }
      staging.commitFile("npz");
    }
  }

  /** Adds the entry {@code name.npy}. */
  public void add(String name, Tensor tensor) throws IOException {
    ZipEntry entry = new ZipEntry(name + NpzFile.ENDING);
    entry.setTime(315_532_800_000L);
    zip.putNextEntry(entry);
    zip.write(NpyHeader.of(NpyType.of(tensor.type()), tensor.shape()).encoded());
    zip.write(
        tensor.type() == ElementType.BF16
            ? widened(tensor.floats())
            : tensor.data().toArray(ValueLayout.JAVA_BYTE));
    zip.closeEntry();
  }

  private static byte[] widened(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

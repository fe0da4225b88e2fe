package dev.whittle.cli.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** NumPy's files as the format's specification has them, well formed or not. */
final class NpyExample {
  private NpyExample() {}

  /** A file of {@code version} with the header {@code text} as it is. */
  static byte[] npy(int version, String text, byte... elements) {
    byte[] header = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + header.length + elements.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    if (version == 1) {
      file.putShort((short) header.length);
    } else {
      file.putInt(header.length);
    }
    return file.put(header).put(elements).array();
  }

  static String header(String descr, boolean isFortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n"
        .formatted(descr, isFortran ? "True" : "False", shape);
  }

  /** A little-endian f32 file of zeros. */
  static byte[] zeros(String shape, int bytes) {
    return npy(1, header("<f4", false, shape), new byte[bytes]);
  }

  /** Writes a zip file whose entries have names and contents in turn. */
  static Path zip(Path path, Object... namesAndContents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndContents.length; i += 2) {
        zip.putNextEntry(new ZipEntry((String) namesAndContents[i]));
        zip.write((byte[]) namesAndContents[i + 1]);
        zip.closeEntry();
      }
    }
    return Files.write(path, bytes.toByteArray());
  }
}

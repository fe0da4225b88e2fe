package dev.whittle.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in hexadecimal. */
final class Sha256 {
  private static final int CHUNK = 1 << 16;

  private Sha256() {}

  static String of(byte[] bytes) {
    return HexFormat.of().formatHex(create().digest(bytes));
  }

  static String of(MemorySegment data) {
    MessageDigest digest = create();
    if (data.heapBase().orElse(null) instanceof byte[] bytes) {
      digest.update(bytes, (int) data.address(), (int) data.byteSize());
    } else {
      byte[] chunk = new byte[(int) Math.min(CHUNK, data.byteSize())];
      for (long at = 0; at < data.byteSize(); at += chunk.length) {
        int length = (int) Math.min(chunk.length, data.byteSize() - at);
        MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, chunk, 0, length);
        digest.update(chunk, 0, length);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}

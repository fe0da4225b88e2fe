package dev.whittle.runtime.weights;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ThreadLocalRandom;

/** Writes a file so that other readers see the old content or the whole new one, never a part. */
public final class AtomicFile {
  private static final int PIECE = 1 << 20;

  private AtomicFile() {}

  /** What to write. */
  @FunctionalInterface
  public interface Content {
    void writeTo(WritableByteChannel channel) throws IOException;
  }

  /**
   * Writes {@code content} into a temporary neighbour of {@code path}, then moves it there. When
   * that fails the neighbour is deleted and {@code path} is as it was.
   */
  public static void write(Path path, Content content) throws IOException {
    Path target = path.toAbsolutePath();
    String unique = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), 36);
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + unique + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
      }
      try {
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Writes all of {@code bytes}. */
  public static void writeFully(WritableByteChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  /** Writes all of {@code data}, whatever its size and its kind of memory. */
  public static void writeFully(WritableByteChannel channel, MemorySegment data)
      throws IOException {
    byte[] piece = new byte[(int) Math.min(PIECE, data.byteSize())];
    for (long at = 0; at < data.byteSize(); at += piece.length) {
      int length = (int) Math.min(piece.length, data.byteSize() - at);
      MemorySegment.copy(data, at, MemorySegment.ofArray(piece), 0, length);
      ByteBuffer buffer = ByteBuffer.wrap(piece, 0, length);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }
}

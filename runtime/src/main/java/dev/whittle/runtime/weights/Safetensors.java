package dev.whittle.runtime.weights;

import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Weights in the safetensors format: an 8-byte little-endian header length, a JSON header, and the
 * tensors' bytes without holes.
 *
 * <p>A file is mapped into memory, so opening costs no more than its header, and is unmapped when
 * no tensor is used any more. It must not be truncated meanwhile; {@link #write} replaces files
 * instead of overwriting them.
 */
public final class Safetensors implements Weights {
  /** A tensor's place: {@code data} holds exactly its bytes. */
  record Entry(String dtype, int[] shape, MemorySegment data) {}

  private final String origin;
  private final Map<String, Entry> entries;
  private final Map<String, String> metadata;

  Safetensors(String origin, Map<String, Entry> entries, Map<String, String> metadata) {
    this.origin = origin;
    this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    this.metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /**
   * Maps {@code file}.
   *
   * @throws WeightsException when it is missing, unreadable, truncated or not a safetensors file
   */
  public static Safetensors open(Path file) {
    if (Files.isDirectory(file)) {
      throw new WeightsException(file.toString(), "", "is a folder, expected a file", "");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      return of(bytes, file.toString());
    } catch (NoSuchFileException e) {
      throw new WeightsException(file.toString(), "", "no such file", "", e);
    } catch (IOException e) {
      throw new WeightsException(file.toString(), "", "cannot be read: " + e.getMessage(), "", e);
    }
  }

  /**
   * Reads a file's content that is in memory already; tensors share it.
   *
   * @param origin what error messages call it
   * @throws WeightsException when it is not a well-formed safetensors file
   */
  public static Safetensors of(MemorySegment bytes, String origin) {
    return new SafetensorsHeader(bytes, origin).read();
  }

  /**
   * Writes {@code weights}, largest element types first and then by name, so that the same tensors
   * make the same bytes. The file appears whole or not at all.
   */
  public static void write(Path file, Weights weights, Map<String, String> metadata)
      throws IOException {
    SafetensorsWriter.write(file, weights, metadata);
  }

  /**
   * The tensor called {@code name}, sharing the file's memory.
   *
   * @throws WeightsException when its element type is one this runtime does not have
   */
  @Override
  public Optional<Tensor> find(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      return Optional.empty();
    }
    Dtype dtype =
        Dtype.parse(entry.dtype())
            .filter(known -> known.type().isPresent())
            .orElseThrow(() ->
                new WeightsException(
                    origin,
                    name,
                    "element type " + entry.dtype() + " is not supported",
                    "convert it to one of " + Dtype.supported()));
    return Optional.of(Tensor.of(dtype.type().get(), entry.data(), entry.shape()));
  }

  /** Every name, in the order of the bytes. */
  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  /** The free text of the header's {@code __metadata__}. */
  public Map<String, String> metadata() {
    return metadata;
  }
}

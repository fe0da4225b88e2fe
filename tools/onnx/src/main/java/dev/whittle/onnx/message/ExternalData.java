package dev.whittle.onnx.message;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Tensors whose elements are in files beside the model: never outside its folder. */
public final class ExternalData {
  private final Path folder;
  private final Map<String, MemorySegment> files = new HashMap<>();
  private final Set<Path> lookedFor = new TreeSet<>();

  /**
   * @param folder the model's folder
   */
  public ExternalData(Path folder) {
    this.folder = folder;
  }

  /** Why a tensor's elements cannot be had. */
  public static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    private Unavailable(String message) {
      super(message);
    }
  }

  /**
   * The elements of {@code tensor}, which stay in the file.
   *
   * @throws Unavailable when its file lies outside the folder, is missing or too short
   */
  public MemorySegment data(TensorMessage tensor, DataType type) throws Unavailable {
    Map<String, String> place = tensor.external().orElseThrow();
    String location = place.getOrDefault("location", "");
    long needed = type.bytes(tensor.count());
    long offset = number(place, "offset", 0);
    long length = number(place, "length", needed);
    if (length != needed) {
      throw new Unavailable(
          "%d bytes in `%s` expected, the model says %d".formatted(needed, location, length));
    }
    MemorySegment file = file(location);
    if (offset > file.byteSize() || length > file.byteSize() - offset) {
      throw new Unavailable(
          "%d bytes at %d of `%s` expected, the file has %d"
              .formatted(length, offset, location, file.byteSize()));
    }
    return file.asSlice(offset, length);
  }

  /** The files in which tensors were looked for, whether they are there or not. */
  public Set<Path> lookedFor() {
    return Collections.unmodifiableSet(lookedFor);
  }

  private static long number(Map<String, String> place, String key, long otherwise)
      throws Unavailable {
    String text = place.getOrDefault(key, Long.toString(otherwise));
    if (!text.matches("\\d{1,18}")) {
      throw new Unavailable(
          "the %s of external data must be a number, is `%s`".formatted(key, text));
    }
    return Long.parseLong(text);
  }

  private MemorySegment file(String location) throws Unavailable {
    MemorySegment known = files.get(location);
    if (known != null) {
      return known;
    }
    Path path = path(location);
    try (FileChannel channel = FileChannel.open(path)) {
      MemorySegment file =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.ofAuto());
      files.put(location, file);
      return file;
    } catch (IOException e) {
      throw new Unavailable("`%s` beside the model cannot be read".formatted(location));
    }
  }

  private Path path(String location) throws Unavailable {
    try {
      Path relative = Path.of(location).normalize();
      if (relative.toString().isEmpty()
          || relative.isAbsolute()
          || relative.startsWith("..")
          || location.indexOf('\\') >= 0) {
        throw new Unavailable(
            "external data must be in a file below the model's folder, is in `%s`"
                .formatted(location));
      }
      Path path = folder.resolve(relative);
      lookedFor.add(path.toAbsolutePath().normalize());
      if (!Files.isRegularFile(path)) {
        throw new Unavailable("there is no file `%s` beside the model".formatted(location));
      }
      if (!path.toRealPath().startsWith(folder.toRealPath())) {
        throw new Unavailable("`%s` links out of the model's folder".formatted(location));
      }
      return path;
    } catch (InvalidPathException | IOException e) {
      throw new Unavailable("`%s` is no file beside the model".formatted(location));
    }
  }
}

package dev.whittle.cli.tensor;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The tensors of a {@code .npz} file: a zip file, stored or deflated, of {@code .npy} files. */
final class NpzFile implements TensorFile {
  /** How the name of an entry ends. */
  static final String ENDING = ".npy";

  private static final int MOST_ENTRIES = 10_000;

  private final Path path;
  private final ZipFile zip;
  private final Map<String, ZipEntry> entries = new LinkedHashMap<>();
  private final Map<String, TensorType> types = new LinkedHashMap<>();

  NpzFile(Path path) throws IOException {
    this.path = path;
    this.zip = new ZipFile(path.toFile());
    try {
      if (zip.size() == 0 || zip.size() > MOST_ENTRIES) {
        throw UserError.data(
            "%s: holds %d tensors, expected 1 to %d".formatted(path, zip.size(), MOST_ENTRIES),
            "write it with numpy.savez");
      }
      zip.stream().forEach(this::add);
    } catch (RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  private void add(ZipEntry entry) {
    String name = tensorName(entry.getName());
    if (entries.put(name, entry) != null) {
      throw UserError.data(where(name) + ": is there twice", "give each tensor its own name");
    }
    types.put(name, use(name, in -> NpyHeader.read(in, where(name))).tensorType());
  }

  /** Slashes are part of names, but no name leads out of a folder. */
  private String tensorName(String entry) {
    boolean isPath =
        entry.indexOf('\\') >= 0
            || entry.chars().anyMatch(Character::isISOControl)
            || List.of(entry.split("/", -1)).stream().anyMatch(List.of("", ".", "..")::contains);
    if (isPath || !entry.endsWith(ENDING) || entry.length() == ENDING.length()) {
      throw UserError.data(
          "%s: the entry \"%s\" is no tensor: expected a name that ends in %s"
              .formatted(path, entry.replaceAll("\\p{Cntrl}", "?"), ENDING),
          "write it with numpy.savez");
    }
    return entry.substring(0, entry.length() - ENDING.length());
  }

  @Override
  public Map<String, TensorType> types() {
    return types;
  }

  @Override
  public Tensor read(String name) {
    return use(
        name,
        in -> {
          CheckedInputStream checked = new CheckedInputStream(in, new CRC32());
          Tensor tensor =
              NpyElements.read(NpyHeader.read(checked, where(name)), checked, where(name));
          if (checked.getChecksum().getValue() != entries.get(name).getCrc()) {
            throw UserError.data(where(name) + ": is damaged: its checksum is another", "");
          }
          return tensor;
        });
  }

  /** What is done with the content of an entry. */
  private interface Reading<T> {
    T of(InputStream in) throws IOException;
  }

  private <T> T use(String name, Reading<T> reading) {
    try (InputStream in = zip.getInputStream(entries.get(name))) {
      return reading.of(in);
    } catch (IOException e) {
      throw UserError.data(where(name) + ": cannot be read: " + Reasons.of(e), "");
    }
  }

  private String where(String name) {
    return path + ", tensor " + name;
  }

  @Override
  public void close() {
    try {
      zip.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

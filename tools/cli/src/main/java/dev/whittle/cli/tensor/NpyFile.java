package dev.whittle.cli.tensor;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The tensor of a {@code .npy} file. */
final class NpyFile implements TensorFile {
  private final Path path;
  private final NpyHeader header;

  NpyFile(Path path) throws IOException {
    this.path = path;
    try (InputStream in = open()) {
      this.header = NpyHeader.read(in, path.toString());
    }
  }

  @Override
  public Map<String, TensorType> types() {
    return Map.of(UNNAMED, header.tensorType());
  }

  @Override
  public Tensor read(String name) {
    try (InputStream in = open()) {
      return NpyElements.read(NpyHeader.read(in, path.toString()), in, path.toString());
    } catch (IOException e) {
      throw UserError.data(path + ": cannot be read: " + Reasons.of(e), "");
    }
  }

  private InputStream open() throws IOException {
    return new BufferedInputStream(Files.newInputStream(path));
  }

  @Override
  public void close() {}
}

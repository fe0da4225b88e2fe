package dev.whittle.cli.tensor;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Tensor;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Tensors in one of NumPy's files: one without a name in a {@code .npy}, several with names in a
 * {@code .npz}. What kind it is, its first bytes tell. Types are known before elements are read.
 */
public sealed interface TensorFile extends Closeable permits NpyFile, NpzFile {
  /** The name of the tensor of a {@code .npy} file. */
  String UNNAMED = "";

  /** The types by name, in the file's order; at least one. */
  Map<String, TensorType> types();

  /**
   * The elements of a tensor that is there.
   *
   * @throws UserError when they cannot be read
   */
  Tensor read(String name);

  @Override
  void close();

  /**
   * Opens a file and reads the types.
   *
   * @throws UserError when it is not one of NumPy's, is damaged, or holds what is not read
   */
  static TensorFile open(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw UserError.data(path + ": is no file on a disk", "give a .npy or .npz file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(2);
      return start.length == 2 && start[0] == 'P' && start[1] == 'K'
          ? new NpzFile(path)
          : new NpyFile(path);
    } catch (IOException e) {
      throw UserError.data(path + ": cannot be read: " + Reasons.of(e), "");
    }
  }
}

package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Pictures to look at: one file, the pictures of a folder, or those of a zip file. */
public sealed interface PictureSet extends Closeable
    permits FolderPictures, ZipPictures, ClosedPictures {
  /** The names of all pictures in order. */
  List<String> names();

  /**
   * The content of a picture's file; several threads may ask at once.
   *
   * @throws UserError when there is no such picture
   */
  byte[] read(String name);

  /** The bytes of {@code labels.csv} beside the pictures; empty when there is none. */
  byte[] labels();

  @Override
  void close() throws IOException;

  /**
   * A set that keeps no file open and need not be closed, for what reads a picture now and then.
   *
   * @throws UserError when the path does not exist or holds no picture
   */
  static PictureSet closed(Path path) {
    return new ClosedPictures(path);
  }

  /**
   * Opens a set.
   *
   * @throws UserError when the path does not exist or holds no picture
   */
  static PictureSet open(Path path) {
    if (!Files.exists(path)) {
      throw UserError.data(path + ": no such file or folder", "");
    }
    PictureSet set =
        Files.isRegularFile(path) && path.toString().endsWith(".zip")
            ? new ZipPictures(path)
            : new FolderPictures(path);
    if (set.names().isEmpty()) {
      throw UserError.data(
          path + ": holds no picture",
          "pictures end in " + String.join(", ", PictureNames.ENDINGS));
    }
    return set;
  }
}

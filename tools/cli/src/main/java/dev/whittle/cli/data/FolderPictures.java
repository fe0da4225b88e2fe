package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One picture, or those of a folder by name. */
final class FolderPictures implements PictureSet {
  private final Path folder;
  private final List<String> names;

  FolderPictures(Path path) {
    if (!Files.isDirectory(path)) {
      this.folder = path.toAbsolutePath().getParent();
      this.names = List.of(path.getFileName().toString());
      return;
    }
    this.folder = path;
    try (Stream<Path> files = Files.list(path)) {
      this.names =
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .filter(PictureNames::isPicture)
              .sorted()
              .toList();
    } catch (IOException e) {
      throw UserError.data(path + ": cannot be listed: " + Reasons.of(e), "");
    }
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public byte[] read(String name) {
    try {
      return Files.readAllBytes(folder.resolve(name));
    } catch (IOException e) {
      throw UserError.data(folder.resolve(name) + ": cannot be read: " + Reasons.of(e), "");
    }
  }

  @Override
  public byte[] labels() {
    return Files.exists(folder.resolve(PictureNames.LABELS))
        ? read(PictureNames.LABELS)
        : new byte[0];
  }

  @Override
  public void close() {}
}

package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The pictures of a zip file by name. */
final class ZipPictures implements PictureSet {
  private static final long MAX_BYTES = 256L << 20;

  private final Path path;
  private final ZipFile zip;
  private final List<String> names;

  ZipPictures(Path path) {
    this.path = path;
    try {
      this.zip = new ZipFile(path.toFile());
    } catch (IOException e) {
      throw UserError.data(path + ": not a readable zip file: " + Reasons.of(e), "");
    }
    this.names =
        zip.stream()
            .filter(entry -> !entry.isDirectory())
            .map(ZipEntry::getName)
            .filter(PictureNames::isPicture)
            .sorted()
            .toList();
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public byte[] read(String name) {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw UserError.data(path + ": holds no " + name, "");
    }
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] bytes = stream.readNBytes((int) MAX_BYTES);
      if (stream.read() >= 0) {
        throw UserError.data(path + ": " + name + " is over 256 MiB", "");
      }
      return bytes;
    } catch (IOException e) {
      throw UserError.data(path + ": " + name + " cannot be read: " + Reasons.of(e), "");
    }
  }

  @Override
  public byte[] labels() {
    return zip.getEntry(PictureNames.LABELS) == null ? new byte[0] : read(PictureNames.LABELS);
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}

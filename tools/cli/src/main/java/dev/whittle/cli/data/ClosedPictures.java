package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Pictures of a folder or zip file that is open only while one of them is read. */
final class ClosedPictures implements PictureSet {
  private final Path path;
  private final List<String> names;

  ClosedPictures(Path path) {
    this.path = path;
    this.names = open(PictureSet::names);
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public byte[] read(String name) {
    return open(set -> set.read(name));
  }

  @Override
  public byte[] labels() {
    return open(PictureSet::labels);
  }

  private <T> T open(Function<PictureSet, T> use) {
    try (PictureSet set = PictureSet.open(path)) {
      return use.apply(set);
    } catch (IOException e) {
      throw UserError.data(path + ": cannot be read: " + Reasons.of(e), "");
    }
  }

  @Override
  public void close() {}
}

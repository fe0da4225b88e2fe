package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import java.nio.file.Files;
import java.nio.file.Path;

/** The examples of a clone of the project. */
public final class Examples {
  private static final String FOLDER = "examples";

  private Examples() {}

  /**
   * A file of the clone that {@code whittle.home} names, or that is above the working folder.
   *
   * @param name the file's path below {@code examples}
   * @throws UserError when there is none
   */
  public static Path find(String name) {
    Path at = Path.of(System.getProperty("whittle.home", "")).toAbsolutePath();
    for (Path home = at; home != null; home = home.getParent()) {
      Path file = home.resolve(FOLDER).resolve(name);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    throw UserError.data(
        "there is no %s/%s in %s or above it".formatted(FOLDER, name, at),
        "start ./whittle in a clone of the project");
  }
}

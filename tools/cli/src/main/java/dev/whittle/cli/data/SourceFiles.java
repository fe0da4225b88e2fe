package dev.whittle.cli.data;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds sources in folders. */
public final class SourceFiles {
  private SourceFiles() {}

  /**
   * The files below {@code folder} whose names end in one of {@code endings}, in order.
   *
   * @throws UserError when a folder cannot be listed
   */
  public static List<Path> below(Path folder, String... endings) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw unlisted(folder, e.getCause());
    } catch (IOException e) {
      throw unlisted(folder, e);
    }
  }

  private static UserError unlisted(Path folder, IOException e) {
    return UserError.data(folder + ": cannot be listed: " + Reasons.of(e), "");
  }
}

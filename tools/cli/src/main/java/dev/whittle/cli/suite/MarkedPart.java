package dev.whittle.cli.suite;

import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a document between {@code <!-- name -->} and {@code <!-- end of name -->}.
 *
 * @param document the text around it as well
 * @param from where the part begins, after the first comment
 * @param to where it ends, before the second
 */
public record MarkedPart(Path file, String document, int from, int to) {
  /**
   * Finds the part.
   *
   * @throws UserError when there is no such file or part
   */
  public static MarkedPart find(Path file, String name) {
    String begin = "<!-- " + name + " -->";
    String end = "<!-- end of " + name + " -->";
    String document = read(file);
    int from = document.indexOf(begin);
    int to = document.indexOf(end, Math.max(from, 0));
    if (from < 0 || to < 0) {
      throw UserError.data(
          "%s has no place for the table".formatted(file),
          "add the lines %s and %s".formatted(begin, end));
    }
    return new MarkedPart(file, document, from + begin.length(), to);
  }

  /** Writes the document with {@code content}, which ends with a line feed, as the part. */
  public void replace(String content) {
    try (Staging staging = new Staging(file)) {
      Files.writeString(
          staging.folder().resolve("document"),
          document.substring(0, from) + "\n" + content + document.substring(to));
      staging.commitFile("document");
    } catch (IOException e) {
      throw failed("write", file, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw failed("read", file, e);
    }
  }

  private static UserError failed(String what, Path file, IOException e) {
    return UserError.data("cannot %s %s: %s".formatted(what, file, Reasons.of(e)), "");
  }
}

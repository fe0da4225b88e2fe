package dev.whittle.cli.lock;

import dev.whittle.cli.SourceError;
import dev.whittle.cli.UserError;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.output.Staging;
import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.LockText;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files of measured times: {@code Net.kernels} for {@code Net.cnn}. */
public final class LockFile {
  private static final String ENDING = ".kernels";

  private LockFile() {}

  /** The lock file beside {@code network}, whether it is there or not. */
  public static Path beside(Path network) {
    String name = network.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return network.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ENDING);
  }

  /**
   * The times in {@code file}; none when there is no such file.
   *
   * @throws SourceError when it is broken
   */
  public static KernelTimes read(Path file) {
    try {
      LockText.Read read = LockText.read(file.getFileName().toString(), Files.readString(file));
      if (!read.problems().isEmpty()) {
        throw new SourceError(read.problems(), file.toAbsolutePath().getParent());
      }
      return read.times();
    } catch (NoSuchFileException e) {
      return KernelTimes.NONE;
    } catch (MalformedInputException e) {
      throw UserError.data(file + ": is no text", "`whittle lock` writes lock files");
    } catch (IOException e) {
      throw UserError.data("cannot read " + file + ": " + Reasons.of(e), "");
    }
  }

  /** Writes {@code times}; the file appears whole or not at all. */
  public static void write(KernelTimes times, Path file) {
    try (Staging staging = new Staging(file)) {
      try {
        Files.writeString(staging.folder().resolve("lock"), times.toString());
      } catch (IOException e) {
        throw UserError.data("cannot write " + file + ": " + Reasons.of(e), "");
      }
      staging.commitFile("lock");
    }
  }
}

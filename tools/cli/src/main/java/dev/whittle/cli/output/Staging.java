package dev.whittle.cli.output;

import dev.whittle.cli.ExitCode;
import dev.whittle.cli.UserError;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;

/**
 * Output that appears whole or not at all: a temporary folder beside the place it is for, from
 * which a file or the folder itself is moved when everything is written. What was not moved is
 * deleted on {@link #close} and when the JVM is told to stop.
 */
public final class Staging implements AutoCloseable {
  private static final int MOST_WALKS = 100;

  private final Path target;
  private final Path folder;
  private final Thread cleaner;
  private boolean isClosed;

  /**
   * @param target the file or folder to be made; its parent is made when it is missing
   */
  public Staging(Path target) {
    this.target = target.toAbsolutePath().normalize();
    String name = ".whittle-" + Long.toUnsignedString(new SecureRandom().nextLong(), 36);
    this.folder = this.target.resolveSibling(name);
    this.cleaner = new Thread(this::delete);
    try {
      Runtime.getRuntime().addShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      throw interrupted();
    }
    try {
      makeFolder("");
    } catch (IOException e) {
      close();
      throw failed(e);
    }
  }

  /** The temporary folder to write into. */
  public Path folder() {
    return folder;
  }

  /** Makes a folder within the temporary one, unless the JVM is ending and cleans up already. */
  public synchronized Path makeFolder(String name) throws IOException {
    if (isClosed) {
      throw interrupted();
    }
    return Files.createDirectories(folder.resolve(name));
  }

  /** Moves the file {@code name} of the temporary folder to the target, replacing a file there. */
  public synchronized void commitFile(String name) {
    try {
      if (Files.isDirectory(target)) {
        throw UserError.data("cannot write " + target + ": it is a folder", "give a file name");
      }
      Files.move(folder.resolve(name), target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Makes the folder {@code name} of the temporary folder the target, replacing a folder there. */
  public synchronized void commitFolder(String name) {
    try {
      if (Files.exists(target)) {
        Files.move(target, folder.resolve("replaced"));
      }
      Files.move(folder.resolve(name), target);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static UserError interrupted() {
    return new UserError(ExitCode.INTERRUPTED, "interrupted", "");
  }

  private UserError failed(IOException e) {
    return UserError.data("cannot write " + target + ": " + Reasons.of(e), "");
  }

  @Override
  public void close() {
    delete();
    try {
      Runtime.getRuntime().removeShutdownHook(cleaner);
    } catch (IllegalStateException e) {
      delete();
    }
  }

  /** Whoever still writes may add a file behind the walk: then it walks again. */
  private synchronized void delete() {
    isClosed = true;
    for (int i = 0; i < MOST_WALKS && Files.exists(folder); i++) {
      try {
        Files.walkFileTree(folder, new Delete());
      } catch (IOException e) {
        Thread.onSpinWait();
      }
    }
  }

  private static final class Delete extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path at, IOException e) throws IOException {
      Files.deleteIfExists(at);
      return FileVisitResult.CONTINUE;
    }
  }
}

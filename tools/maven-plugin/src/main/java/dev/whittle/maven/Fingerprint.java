package dev.whittle.maven;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.maven.artifact.Artifact;

/** SHA-256 of what a result depends on. */
final class Fingerprint {
  private static final String OWN_GROUP = "dev.whittle";

  private final MessageDigest digest;

  private Fingerprint() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Of the compiler's arguments, of the machine and its JDK, and of the compiler: the versions of
   * what it consists of, and the content of its own artifacts, since a snapshot changes under one
   * version.
   */
  static String ofOptions(List<String> arguments, Jdk jdk, List<Artifact> artifacts)
      throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(jdk.toString());
    fingerprint.add(System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    arguments.forEach(fingerprint::add);
    for (Artifact artifact : artifacts) {
      fingerprint.add(artifact.getId());
      if (artifact.getGroupId().equals(OWN_GROUP)) {
        fingerprint.addAll(artifact.getFile().toPath());
      }
    }
    return fingerprint.text();
  }

  /** Of the options and of the paths and contents of files, which may be missing. */
  static String of(String options, List<String> files) throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    fingerprint.add(options);
    for (String file : files) {
      fingerprint.add(file);
      fingerprint.add(ofFile(Path.of(file)));
    }
    return fingerprint.text();
  }

  /**
   * Of a file's content, or of the names and contents of a folder's files; a text that is no digest
   * when there is neither.
   */
  static String ofFile(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      Fingerprint fingerprint = new Fingerprint();
      fingerprint.addAll(file);
      return fingerprint.text();
    }
    if (!Files.isRegularFile(file)) {
      return "missing";
    }
    Fingerprint fingerprint = new Fingerprint();
    try (InputStream stream =
        new DigestInputStream(Files.newInputStream(file), fingerprint.digest)) {
      stream.transferTo(OutputStream.nullOutputStream());
    }
    return fingerprint.text();
  }

  private void add(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  private void addAll(Path fileOrFolder) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(fileOrFolder, FileVisitOption.FOLLOW_LINKS)) {
      files = found.filter(Files::isRegularFile).sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    for (Path file : files) {
      add(fileOrFolder.relativize(file).toString());
      add(ofFile(file));
    }
  }

  private String text() {
    return HexFormat.of().formatHex(digest.digest());
  }
}

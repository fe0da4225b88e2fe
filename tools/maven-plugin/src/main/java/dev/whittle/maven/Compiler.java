package dev.whittle.maven;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.logging.Log;

/**
 * Runs {@code whittle build} in a JVM of its own: a JDK 25, if possible with the vector module,
 * whatever Maven runs on.
 */
final class Compiler {
  private static final List<String> NOISE =
      List.of("Using incubator modules", "Picked up ", "NOTE: Picked up");
  private static final int USAGE = 2;
  private static final int DATA = 3;

  private final Jdk jdk;
  private final List<String> jvmArguments;
  private final List<Artifact> artifacts;
  private final Log log;

  /**
   * @param jvmArguments of the user, or null
   */
  Compiler(Jdk jdk, List<String> jvmArguments, List<Artifact> artifacts, Log log) {
    this.jdk = jdk;
    this.jvmArguments = jvmArguments == null ? List.of() : jvmArguments;
    this.artifacts = artifacts;
    this.log = log;
  }

  /**
   * A mistake or warning; the file is relative to the source folder, the line 0 for a whole file.
   */
  record Diagnostic(
      String severity,
      String file,
      int line,
      int column,
      String code,
      String message,
      String hint) {
    boolean isError() {
      return severity.equals("error");
    }
  }

  /**
   * What became of a file.
   *
   * @param isSound whether nothing is wrong that another goal would find
   */
  record Built(
      String file,
      List<String> classes,
      List<String> inputs,
      List<String> outputs,
      boolean isSound) {}

  /**
   * What the compiler said.
   *
   * @param notes what is no mistake but worth a line
   * @param failure why it failed, empty when it did not
   */
  record Answer(
      List<Built> files, List<Diagnostic> diagnostics, List<String> notes, String failure) {
    boolean isDone() {
      return failure.isEmpty();
    }
  }

  /**
   * Builds {@code files}.
   *
   * @param directory where relative paths among the arguments start
   * @throws MojoExecutionException when the compiler itself breaks
   */
  Answer build(File directory, File sources, List<String> arguments, List<String> files)
      throws IOException, MojoExecutionException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8"));
    command.add("-Dstderr.encoding=UTF-8");
    command.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
    command.addAll(jvmArguments);
    if (jdk.hasVectors()) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    command.addAll(List.of("dev.whittle.cli.Whittle", "build", "--json"));
    command.addAll(arguments);
    command.add("--");
    command.add(sources.getPath());
    command.addAll(files);
    Path argumentFile = Files.createTempFile("whittle-", ".args");
    try {
      Files.write(argumentFile, command.stream().map(Compiler::quoted).toList());
      Process process =
          new ProcessBuilder(jdk.java().toString(), "@" + argumentFile)
              .directory(directory)
              .start();
      return answer(process, argumentFile);
    } finally {
      Files.deleteIfExists(argumentFile);
    }
  }

  private String classPath() {
    return artifacts.stream()
        .map(Artifact::getFile)
        .map(File::getPath)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private Answer answer(Process process, Path argumentFile)
      throws IOException, MojoExecutionException {
    Thread killer =
        new Thread(() -> {
          process.destroy();
          argumentFile.toFile().delete();
        });
    Runtime.getRuntime().addShutdownHook(killer);
    try {
      process.getOutputStream().close();
      StringBuilder said = new StringBuilder();
      Thread errors = new Thread(() -> copyErrors(process, said));
      errors.start();
      String document = text(process.getInputStream());
      int code = process.waitFor();
      errors.join();
      return parse(document, code, said.toString());
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    } finally {
      release(killer);
    }
  }

  private void release(Thread killer) {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      log.debug("Maven is ending", e);
    }
  }

  private void copyErrors(Process process, StringBuilder said) {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      lines
          .lines()
          .filter(line -> NOISE.stream().noneMatch(line::contains))
          .forEach(line -> {
            log.warn(line);
            said.append(line).append('\n');
          });
    } catch (IOException e) {
      log.debug(e);
    }
  }

  private static String text(InputStream stream) throws IOException {
    return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Answer parse(String document, int code, String said)
      throws MojoExecutionException {
    JsonObject json;
    try {
      JsonElement element = JsonParser.parseString(document);
      json = element.isJsonObject() ? element.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      throw new MojoExecutionException(
          "the compiler ended with %d and said: %s%s".formatted(code, said, document), e);
    }
    Gson gson = new Gson();
    if (code == 0) {
      return new Answer(
          List.of(gson.fromJson(json.get("files"), Built[].class)),
          List.of(gson.fromJson(json.get("diagnostics"), Diagnostic[].class)),
          List.of(gson.fromJson(json.get("notes"), String[].class)),
          "");
    }
    JsonObject error = json.getAsJsonObject("error");
    if (error == null) {
      throw new MojoExecutionException(
          "the compiler ended with %d and said: %s%s".formatted(code, said, document));
    }
    String message = error.get("message").getAsString();
    String hint = error.get("hint").getAsString();
    String text = hint.isEmpty() ? message : message + " (" + hint + ")";
    List<Diagnostic> diagnostics =
        List.of(gson.fromJson(error.get("diagnostics"), Diagnostic[].class));
    if (diagnostics.isEmpty() && code != USAGE && code != DATA) {
      throw new MojoExecutionException(text);
    }
    return new Answer(
        List.of(),
        diagnostics,
        List.of(),
        diagnostics.isEmpty() ? text : Messages.summary(diagnostics));
  }
}

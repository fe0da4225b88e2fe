package dev.whittle.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a virtual machine of its own wrote before it ended.
 *
 * @param out lines on standard output
 * @param err lines on standard error
 */
public record Jvm(int code, List<String> out, List<String> err) {
  public static final String VECTORS = "--add-modules=jdk.incubator.vector";

  /** Runs {@code java} with {@code arguments} to its end. */
  public static Jvm run(Path folder, List<?> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    arguments.forEach(argument -> command.add(argument.toString()));
    Path out = Files.createTempFile(folder, "out", ".txt");
    Path err = Files.createTempFile(folder, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    Process process = builder.start();
    process.getOutputStream().close();
    int code = process.waitFor();
    return new Jvm(code, Files.readAllLines(out), Files.readAllLines(err));
  }

  /** Standard output, when all went well. */
  public List<String> answers() {
    assertThat(code).as("%s", String.join("\n", err)).isZero();
    return out;
  }

  /** Lines on standard error that are the runtime's. */
  public List<String> warnings() {
    return err.stream().filter(line -> line.startsWith("whittle:")).toList();
  }

  /** Entries joined as a class path or module path. */
  public static String path(Path... entries) {
    return Stream.of(entries).map(Path::toString).collect(Collectors.joining(separator()));
  }

  /** The class path of this virtual machine. */
  public static String classPath() {
    return System.getProperty("java.class.path");
  }

  private static String separator() {
    return System.getProperty("path.separator");
  }
}

package dev.whittle.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes the Java class of each network for tests: {@code src/test/cnn/com/acme/Net.cnn} becomes
 * {@code com.acme.Net}, which is compiled with the tests.
 */
@Mojo(
    name = "generate-test",
    defaultPhase = LifecyclePhase.GENERATE_TEST_SOURCES,
    threadSafe = true)
public final class GenerateTestMojo extends NetworkMojo {
  /** The folder of the sources. */
  @Parameter(
      property = "whittle.testSourceDirectory",
      defaultValue = "${project.basedir}/src/test/cnn")
  private File sourceDirectory;

  /** Where the Java sources are written. */
  @Parameter(
      property = "whittle.generatedTestSourcesDirectory",
      defaultValue = "${project.build.directory}/generated-test-sources/whittle")
  private File generatedSourcesDirectory;

  @Parameter(
      defaultValue = "${project.build.testOutputDirectory}",
      readonly = true,
      required = true)
  private File classesDirectory;

  @Override
  void prepare() {
    project().addTestCompileSourceRoot(generatedSourcesDirectory.getPath());
  }

  @Override
  File sources() {
    return sourceDirectory;
  }

  @Override
  List<File> outputs() {
    return List.of(generatedSourcesDirectory);
  }

  /** Before javac runs: a class that the user writes in place of a network's is not there yet. */
  @Override
  void removed(Set<String> classes) throws IOException {
    for (String name : classes) {
      String path = name.replace('.', '/');
      Files.deleteIfExists(classesDirectory.toPath().resolve(path + ".class"));
      Files.deleteIfExists(classesDirectory.toPath().resolve(path + "$Results.class"));
    }
  }

  @Override
  boolean showsWarnings() {
    return false;
  }

  @Override
  List<String> arguments() {
    return List.of("--facades", generatedSourcesDirectory.getPath());
  }

  @Override
  String verb() {
    return "read";
  }
}

package dev.whittle.maven;

import java.io.File;
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
public final class GenerateTestMojo extends GeneratingMojo {
  /** The folder of the sources. */
  @Parameter(
      property = "whittle.testSourceDirectory",
      defaultValue = "${project.basedir}/src/test/cnn")
  private File sourceDirectory;

  /**
   * The folder of the weights: {@code com/acme/Net.safetensors} or {@code Net.safetensors} in it.
   * Weights that lie beside their network are found without.
   */
  @Parameter(property = "whittle.testWeightsDirectory")
  private File weightsDirectory;

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
  File weights() {
    return weightsDirectory;
  }

  @Override
  File generated() {
    return generatedSourcesDirectory;
  }

  @Override
  File classes() {
    return classesDirectory;
  }
}

package dev.whittle.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes the generated classes and the model file of each network beside the test classes. */
@Mojo(name = "compile-test", defaultPhase = LifecyclePhase.PROCESS_TEST_CLASSES, threadSafe = true)
public final class CompileTestMojo extends CompilingMojo {
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

  /** Where the pages that {@code report} asks for are written. */
  @Parameter(
      property = "whittle.testReportDirectory",
      defaultValue = "${project.build.directory}/whittle-test-reports")
  private File reportDirectory;

  /** Where the classes and model files are written. */
  @Parameter(defaultValue = "${project.build.testOutputDirectory}", required = true)
  private File outputDirectory;

  @Override
  File sources() {
    return sourceDirectory;
  }

  @Override
  File weights() {
    return weightsDirectory;
  }

  @Override
  File reports() {
    return reportDirectory;
  }

  @Override
  File classes() {
    return outputDirectory;
  }
}

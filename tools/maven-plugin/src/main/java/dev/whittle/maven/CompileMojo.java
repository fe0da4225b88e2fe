package dev.whittle.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Writes the generated classes and the model file of each network beside the project's classes. */
@Mojo(name = "compile", defaultPhase = LifecyclePhase.PROCESS_CLASSES, threadSafe = true)
public final class CompileMojo extends CompilingMojo {
  /** The folder of the sources. */
  @Parameter(property = "whittle.sourceDirectory", defaultValue = "${project.basedir}/src/main/cnn")
  private File sourceDirectory;

  /**
   * The folder of the weights: {@code com/acme/Net.safetensors} or {@code Net.safetensors} in it.
   * Weights that lie beside their network are found without.
   */
  @Parameter(property = "whittle.weightsDirectory")
  private File weightsDirectory;

  /** Where the pages that {@code report} asks for are written. */
  @Parameter(
      property = "whittle.reportDirectory",
      defaultValue = "${project.build.directory}/whittle-reports")
  private File reportDirectory;

  /** Where the classes and model files are written. */
  @Parameter(defaultValue = "${project.build.outputDirectory}", required = true)
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

package dev.whittle.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes the Java class of each network: {@code src/main/cnn/com/acme/Net.cnn} becomes {@code
 * com.acme.Net}, which is compiled with the project's sources.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends GeneratingMojo {
  /** The folder of the sources. */
  @Parameter(property = "whittle.sourceDirectory", defaultValue = "${project.basedir}/src/main/cnn")
  private File sourceDirectory;

  /**
   * The folder of the weights: {@code com/acme/Net.safetensors} or {@code Net.safetensors} in it.
   * Weights that lie beside their network are found without.
   */
  @Parameter(property = "whittle.weightsDirectory")
  private File weightsDirectory;

  /** Where the Java sources are written. */
  @Parameter(
      property = "whittle.generatedSourcesDirectory",
      defaultValue = "${project.build.directory}/generated-sources/whittle")
  private File generatedSourcesDirectory;

  @Parameter(defaultValue = "${project.build.outputDirectory}", readonly = true, required = true)
  private File classesDirectory;

  @Override
  void prepare() {
    project().addCompileSourceRoot(generatedSourcesDirectory.getPath());
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

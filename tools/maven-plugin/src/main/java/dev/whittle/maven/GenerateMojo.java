package dev.whittle.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Writes the Java class of each network: {@code src/main/cnn/com/acme/Net.cnn} becomes {@code
 * com.acme.Net}, which is compiled with the project's sources.
 */
@Mojo(name = "generate", defaultPhase = LifecyclePhase.GENERATE_SOURCES, threadSafe = true)
public final class GenerateMojo extends NetworkMojo {
  /** The folder of the sources. */
  @Parameter(property = "whittle.sourceDirectory", defaultValue = "${project.basedir}/src/main/cnn")
  private File sourceDirectory;

  /** Where the Java sources are written. */
  @Parameter(
      property = "whittle.generatedSourcesDirectory",
      defaultValue = "${project.build.directory}/generated-sources/whittle")
  private File generatedSourcesDirectory;

  @Override
  void prepare() {
    project().addCompileSourceRoot(generatedSourcesDirectory.getPath());
  }

  @Override
  File sources() {
    return sourceDirectory;
  }

  @Override
  File outputs() {
    return generatedSourcesDirectory;
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

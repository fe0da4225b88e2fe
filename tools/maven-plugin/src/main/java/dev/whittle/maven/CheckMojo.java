package dev.whittle.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/** Checks sources and weights and reports every mistake; writes nothing. */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VALIDATE, threadSafe = true)
public final class CheckMojo extends NetworkMojo {
  /** The folder of the sources. */
  @Parameter(property = "whittle.sourceDirectory", defaultValue = "${project.basedir}/src/main/cnn")
  private File sourceDirectory;

  /**
   * The folder of the weights: {@code com/acme/Net.safetensors} or {@code Net.safetensors} in it.
   * Weights that lie beside their network are found without.
   */
  @Parameter(property = "whittle.weightsDirectory")
  private File weightsDirectory;

  @Override
  File sources() {
    return sourceDirectory;
  }

  @Override
  File weights() {
    return weightsDirectory;
  }

  @Override
  List<File> outputs() {
    return List.of();
  }

  @Override
  boolean isIncremental() {
    return false;
  }

  @Override
  List<String> arguments() throws MojoFailureException {
    requireWeightsFolder();
    return networkArguments();
  }

  @Override
  String verb() {
    return "checked";
  }
}

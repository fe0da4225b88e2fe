package dev.whittle.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals share that compile. */
abstract class CompilingMojo extends NetworkMojo {
  /**
   * What code is generated for, one or more of: {@code portable} (vectors of 512, 256 and 128 bits
   * and scalar code; the JVM it runs on decides when the network is loaded, and the weights are
   * there once), {@code host} (the machine of the build), {@code 512}, {@code 256}, {@code 128},
   * {@code scalar}.
   */
  @Parameter(property = "whittle.target", defaultValue = "portable")
  private List<String> target;

  /** The batch sizes that plans are made for; any other size runs as a sum of these. */
  @Parameter(property = "whittle.batches", defaultValue = "1")
  private List<String> batches;

  /** How many threads plans are made for; whatever it is, any number may run them. */
  @Parameter(property = "whittle.threads", defaultValue = "1")
  private int threads;

  /**
   * Whether a page about each network is written: what each pass did, predicted times, memory.
   * Nothing is measured for it.
   */
  @Parameter(property = "whittle.report", defaultValue = "false")
  private boolean report;

  /** Where pages about networks are written. */
  abstract File reports();

  /** Where classes and model files are written. */
  abstract File classes();

  @Override
  final List<File> outputs() {
    return List.of(classes(), reports());
  }

  @Override
  final List<String> arguments() throws MojoFailureException {
    requireWeightsFolder();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--classes", classes().getPath()));
    arguments.addAll(List.of("--target", joined(target)));
    arguments.addAll(List.of("--batch", joined(batches)));
    arguments.addAll(List.of("--threads", Integer.toString(threads)));
    if (report) {
      arguments.addAll(List.of("--reports", reports().getPath()));
    }
    arguments.addAll(networkArguments());
    return arguments;
  }

  private static String joined(List<String> values) {
    return values.stream().map(String::strip).collect(Collectors.joining(","));
  }

  @Override
  final String verb() {
    return "compiled";
  }
}

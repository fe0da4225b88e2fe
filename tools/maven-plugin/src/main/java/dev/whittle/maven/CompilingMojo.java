package dev.whittle.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals share that look at weights. */
abstract class CompilingMojo extends NetworkMojo {
  /**
   * The passes that make the networks small and fast: {@code exact}, which changes answers by
   * rounding only, {@code none}, the name of a pipeline in a network's own file, a file that holds
   * one pipeline, or {@code FILE#NAME}. Its guards must hold, or the build fails.
   */
  @Parameter(property = "whittle.pipeline", defaultValue = "exact")
  private String pipeline;

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
  private List<Integer> batches;

  /** How many threads plans are made for; whatever it is, any number may run them. */
  @Parameter(property = "whittle.threads", defaultValue = "1")
  private int threads;

  /**
   * Whether a page about each network is written: what each pass did, predicted times, memory.
   * Nothing is measured for it.
   */
  @Parameter(property = "whittle.report", defaultValue = "false")
  private boolean report;

  /** Where those pages are written. */
  @Parameter(
      property = "whittle.reportDirectory",
      defaultValue = "${project.build.directory}/whittle-reports")
  private File reportDirectory;

  /** The folder of the weights. */
  abstract File weights();

  final List<String> compilerArguments() {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--pipeline", pipeline));
    arguments.addAll(List.of("--target", String.join(",", target)));
    arguments.addAll(
        List.of("--batch", String.join(",", batches.stream().map(String::valueOf).toList())));
    arguments.addAll(List.of("--threads", Integer.toString(threads)));
    if (report) {
      arguments.addAll(List.of("--reports", reportDirectory.getPath()));
    }
    if (weights() != null) {
      arguments.addAll(List.of("--weights", weights().getPath()));
    }
    return arguments;
  }
}

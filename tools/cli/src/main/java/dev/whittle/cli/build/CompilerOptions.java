package dev.whittle.cli.build;

import java.util.List;

/**
 * How a project's networks are compiled.
 *
 * @param pipeline the name of a pipeline, or a file that holds one
 * @param lanes the widths to generate code for, in floats
 * @param batches the batch sizes to make plans for
 * @param threads workers that plans are made for
 * @param isReported whether a page about each network is wanted, for the first width and batch
 */
public record CompilerOptions(
    String pipeline, List<Integer> lanes, List<Integer> batches, int threads, boolean isReported) {
  public CompilerOptions {
    lanes = List.copyOf(lanes);
    batches = List.copyOf(batches);
  }
}

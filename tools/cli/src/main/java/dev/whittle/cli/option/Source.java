package dev.whittle.cli.option;

import dev.whittle.ir.Graph;
import dev.whittle.runtime.Weights;
import java.nio.file.Path;

/**
 * A network that was read, with its trained tensors.
 *
 * @param file where it was read from
 */
public record Source(Path file, Graph graph, Weights weights) {}

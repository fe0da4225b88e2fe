package dev.whittle.cli.option;

import dev.whittle.ir.Graph;
import dev.whittle.runtime.Weights;

/** A network that was read, with its trained tensors. */
public record Source(Graph graph, Weights weights) {}

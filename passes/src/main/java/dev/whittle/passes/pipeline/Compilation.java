package dev.whittle.passes.pipeline;

import dev.whittle.ir.Graph;

/** A graph that went through a pipeline, and the account of it. */
public record Compilation(Graph graph, Ledger ledger) {}

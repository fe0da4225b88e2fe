package dev.whittle.bench.suite;

import dev.whittle.ir.Graph;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One network to measure.
 *
 * @param source reads the network; part of its compile time
 * @param layer the node whose own time is of interest, absent when all are
 * @param example where it is from, unless it is made up
 */
record Case(
    String name,
    Supplier<Graph> source,
    Optional<String> layer,
    Optional<ExampleNetwork> example) {}

package dev.whittle.bench.suite;

import dev.whittle.cli.measure.MadeUpWeights;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.ir.Graph;
import dev.whittle.passes.ledger.RandomInputs;
import dev.whittle.runtime.Weights;
import java.util.Arrays;

/**
 * A case with everything made up that it needs to run.
 *
 * @param graph the network with its batch
 * @param compileMillis from source text to classes
 */
record Prepared(
    Case subject, Graph graph, Weights weights, CompiledNetwork network, double compileMillis) {

  static Prepared of(Case subject, int lanes, int batch, int threads) {
    long start = System.nanoTime();
    Graph graph = subject.source().get();
    long read = System.nanoTime() - start;
    Weights weights = MadeUpWeights.of(graph);
    start = System.nanoTime();
    CompiledNetwork network =
        NetworkCompiler.compile(
            graph,
            weights,
            NetworkCompiler.Settings.of(target -> subject.pipeline(), lanes, batch, threads));
    long compiled = System.nanoTime() - start;
    return new Prepared(subject, graph.bindAll(batch), weights, network, (read + compiled) / 1e6);
  }

  /** Floats per vector. */
  int lanes() {
    return network.file().plans().getFirst().lanes();
  }

  float[] input() {
    return RandomInputs.of(graph, 1).values().iterator().next().floats();
  }

  long[] shape() {
    return Arrays.stream(graph.inputs().getFirst().type().shape().sizes()).asLongStream().toArray();
  }
}

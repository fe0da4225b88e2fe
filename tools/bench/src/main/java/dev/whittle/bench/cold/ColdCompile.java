package dev.whittle.bench.cold;

import dev.whittle.bench.suite.ExampleNetwork;
import dev.whittle.cli.measure.MadeUpWeights;
import dev.whittle.codegen.NetworkCompiler;
import dev.whittle.codegen.NetworkCompiler.Settings;
import dev.whittle.ir.Graph;
import dev.whittle.runtime.Weights;

/** Compiles one example in a virtual machine that has not compiled anything before. */
final class ColdCompile {
  private ColdCompile() {}

  /**
   * Reads, makes weights up, compiles.
   *
   * @param args the constant's name in {@link ExampleNetwork}, the lanes, the threads
   */
  public static void main(String[] args) {
    Phases phases = new Phases();
    Graph graph = ExampleNetwork.valueOf(args[0]).graph();
    phases.end("read");
    Weights weights = MadeUpWeights.of(graph);
    phases.end("weights");
    NetworkCompiler.compile(
        graph, weights, Settings.of(Integer.parseInt(args[1]), 1, Integer.parseInt(args[2])));
    phases.end("compile");
    phases.print(0);
  }
}

package dev.whittle.bench.engine;

import dev.whittle.cli.compare.OtherEngine;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Value;
import dev.whittle.runtime.Weights;
import java.util.Collection;

/** ONNX Runtime as an engine to compare values with. */
public final class OnnxRuntimeValues implements OtherEngine {
  /** For the service loader. */
  public OnnxRuntimeValues() {}

  @Override
  public String name() {
    return "onnxruntime";
  }

  @Override
  public String title() {
    return "ONNX Runtime " + OnnxRuntime.version();
  }

  @Override
  public Running load(Graph graph, Weights weights, Collection<Value> values, int threads) {
    OnnxRuntime.requirePresent();
    return OnnxSession.of(graph, weights, values, threads);
  }
}

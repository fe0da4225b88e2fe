package dev.whittle.bench.suite;

import dev.whittle.bench.engine.OnnxRuntime;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.suite.Suites;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The suites of this module. */
public final class BenchSuites implements Suites {
  private static final String ONNX_RUNTIME = "onnxruntime";

  /** For the service loader. */
  public BenchSuites() {}

  @Override
  public List<String> names() {
    return List.copyOf(cases().keySet());
  }

  @Override
  public List<String> opponents() {
    return List.of(ONNX_RUNTIME);
  }

  @Override
  public Report run(Request request, Output output) {
    if (request.opponent().isPresent()) {
      OnnxRuntime.requirePresent();
    }
    if (request.jvms().isPresent()) {
      return new SpreadRun(request, output).run();
    }
    return new SuiteRun(request, output).run(cases().get(request.suite()));
  }

  private static Map<String, List<Case>> cases() {
    Map<String, List<Case>> suites = new LinkedHashMap<>();
    suites.put(
        "networks", Arrays.stream(ExampleNetwork.values()).map(ExampleNetwork::toCase).toList());
    for (LayerSuite suite : LayerSuite.values()) {
      suites.put(suite.title(), suite.layers().stream().map(ConvolutionLayer::toCase).toList());
    }
    return suites;
  }
}

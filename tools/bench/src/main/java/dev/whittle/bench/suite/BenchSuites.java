package dev.whittle.bench.suite;

import dev.whittle.bench.engine.OnnxRuntime;
import dev.whittle.cli.UserError;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.suite.Suites;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
      if (request.suite().equals(Decompositions.TITLE)) {
        throw UserError.usage(
            "the networks of %s give other answers".formatted(request.suite()), "leave out --vs");
      }
      OnnxRuntime.requirePresent();
    }
    if (request.jvms().isPresent()) {
      return new SpreadRun(request, output).run();
    }
    return new SuiteRun(request, output).run(cases().get(request.suite()).get());
  }

  private static Map<String, Supplier<List<Case>>> cases() {
    Map<String, Supplier<List<Case>>> suites = new LinkedHashMap<>();
    suites.put(
        "networks",
        () -> Arrays.stream(ExampleNetwork.values()).map(ExampleNetwork::toCase).toList());
    for (LayerSuite suite : LayerSuite.values()) {
      suites.put(
          suite.title(), () -> suite.layers().stream().map(ConvolutionLayer::toCase).toList());
    }
    suites.put(Decompositions.TITLE, Decompositions::cases);
    return suites;
  }
}

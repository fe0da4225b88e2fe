package dev.whittle.bench.suite;

import dev.whittle.bench.engine.OnnxRuntime;
import dev.whittle.cli.UserError;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.suite.Suites;
import java.util.Arrays;
import java.util.List;

/** The suites of this module. */
public final class BenchSuites implements Suites {
  private static final String ONNX_RUNTIME = "onnxruntime";

  /** For the service loader. */
  public BenchSuites() {}

  @Override
  public List<String> names() {
    return Arrays.stream(LayerSuite.values()).map(LayerSuite::title).toList();
  }

  @Override
  public List<String> opponents() {
    return List.of(ONNX_RUNTIME);
  }

  @Override
  public Report run(Request request, Output output) {
    if (request.opponent().isPresent() && !OnnxRuntime.isPresent()) {
      throw UserError.usage(
          "ONNX Runtime is not on the class path", "start ./whittle in a clone of the project");
    }
    return new SuiteRun(request, output).run(cases(request.suite()));
  }

  private static List<Case> cases(String suite) {
    return Arrays.stream(LayerSuite.values())
        .filter(s -> s.title().equals(suite))
        .flatMap(s -> s.layers().stream())
        .map(ConvolutionLayer::toCase)
        .toList();
  }
}

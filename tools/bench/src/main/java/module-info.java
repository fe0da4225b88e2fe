/** Measurements: suites of networks and layers, alone or against ONNX Runtime; cold starts. */
module dev.whittle.bench {
  requires static com.microsoft.onnxruntime;
  requires dev.whittle.cli;
  requires dev.whittle.onnx;
  requires jmh.core;

  provides dev.whittle.cli.compare.OtherEngine with
      dev.whittle.bench.engine.OnnxRuntimeValues;
  provides dev.whittle.cli.suite.Suites with
      dev.whittle.bench.suite.BenchSuites;
}

module dev.whittle.bench {
  requires com.microsoft.onnxruntime;
  requires dev.whittle.codegen;
  requires dev.whittle.grammar;
  requires java.management;
}

module dev.whittle.runtime {
  requires jdk.jfr;

  exports dev.whittle.runtime;
  exports dev.whittle.runtime.json;
  exports dev.whittle.runtime.weights;
}

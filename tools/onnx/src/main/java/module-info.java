/** Networks in the format of ONNX. */
module dev.whittle.onnx {
  requires transitive dev.whittle.ir;

  exports dev.whittle.onnx;
}

module dev.whittle.ir {
  requires transitive dev.whittle.runtime;

  exports dev.whittle.ir;
  exports dev.whittle.ir.op;
  exports dev.whittle.ir.reference;
  exports dev.whittle.ir.text;
  exports dev.whittle.ir.verify;
}

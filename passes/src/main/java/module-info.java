module dev.whittle.passes {
  requires transitive dev.whittle.ir;

  exports dev.whittle.passes;
}

module dev.whittle.passes {
  requires transitive dev.whittle.ir;
}

module dev.whittle.ir {
  requires transitive dev.whittle.runtime;
}

module dev.whittle.runtime {
  requires jdk.jfr;

  exports dev.whittle.runtime;
}

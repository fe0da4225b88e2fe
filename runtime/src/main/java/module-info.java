module dev.whittle.runtime {
  requires jdk.jfr;
}

package dev.whittle.bench.suite;

/** A garbage collector; each places large arrays in its own way. */
enum Collector {
  G1("-XX:+UseG1GC"),
  PARALLEL("-XX:+UseParallelGC");

  private final String flag;

  Collector(String flag) {
    this.flag = flag;
  }

  /** The virtual machine's option. */
  String flag() {
    return flag;
  }
}

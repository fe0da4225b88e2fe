package dev.whittle.bench;

/** An engine that runs one network on one tensor. */
interface Contender extends AutoCloseable {
  String name();

  /** Runs the network once; the answer may be the same array each time. */
  float[] run();

  @Override
  void close();
}

package dev.whittle.bench.engine;

/** An engine that runs one network on one tensor. */
public interface Contender extends AutoCloseable {
  /** Runs the network once; the answer may be the same array each time. */
  float[] run();

  @Override
  void close();
}

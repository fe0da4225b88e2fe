package dev.whittle.bench.engine;

/** An engine that runs one network on one tensor. */
public interface Contender extends AutoCloseable {
  /** Runs the network once, into memory that is there already. */
  void run();

  /** The answer of the last run. */
  float[] output();

  @Override
  void close();
}

package dev.whittle.examples.imageservice;

import dev.whittle.runtime.Options;
import java.io.IOException;

/** Serves SqueezeNet: 1000 classes of things in photographs. */
public final class SqueezeNetService {
  private SqueezeNetService() {}

  /** Serves until the process is asked to end; the argument is {@code [ADDRESS:]PORT}. */
  public static void main(String[] args) throws IOException {
    SqueezeNet network = SqueezeNet.load(Options.standard().withThreads(1).withoutQuickStart());
    Host.run(args, "SqueezeNet", network::classify);
  }
}

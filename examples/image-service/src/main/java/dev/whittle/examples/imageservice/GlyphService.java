package dev.whittle.examples.imageservice;

import dev.whittle.runtime.Options;
import java.io.IOException;

/** Serves the network of examples/glyphs. */
public final class GlyphService {
  private GlyphService() {}

  /** Serves until the process is asked to end; the argument is {@code [ADDRESS:]PORT}. */
  public static void main(String[] args) throws IOException {
    Glyphs network = Glyphs.load(Options.standard().withThreads(1).withoutQuickStart());
    Host.run(args, "Glyphs", network::classify);
  }
}

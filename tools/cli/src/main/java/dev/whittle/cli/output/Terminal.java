package dev.whittle.cli.output;

import java.io.Console;

/** Whether a person is watching. */
public final class Terminal {
  private Terminal() {}

  /** True when standard input and output are a terminal that understands escape sequences. */
  public static boolean isPresent() {
    Console console = System.console();
    return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
  }
}

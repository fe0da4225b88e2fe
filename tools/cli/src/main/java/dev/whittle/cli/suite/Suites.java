package dev.whittle.cli.suite;

import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Units;
import dev.whittle.runtime.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Sets of networks that {@code whittle bench --suite} measures. The command line only knows how to
 * ask; {@code tools/bench} provides them when it is on the class path.
 */
public interface Suites {
  /** The suites of this class path, if any. */
  static Optional<Suites> find() {
    return ServiceLoader.load(Suites.class).findFirst();
  }

  /** What suites there are. */
  List<String> names();

  /** Whom Whittle can be measured against. */
  List<String> opponents();

  /**
   * Measures a suite.
   *
   * @param output for progress
   * @throws dev.whittle.cli.UserError when the opponent is not on the class path
   */
  Report run(Request request, Output output);

  /**
   * What to measure.
   *
   * @param suite one of {@link #names()}
   * @param opponent one of {@link #opponents()}; absent: Whittle alone
   * @param coldStarts fresh virtual machines for each network and engine, where there are files;
   *     absent: the default
   * @param jvms fresh virtual machines for each garbage collector, to tell how far apart they are;
   *     absent: measure in this one
   */
  record Request(
      String suite,
      Optional<String> opponent,
      int threads,
      int batch,
      double warmUpSeconds,
      int runs,
      Optional<Integer> coldStarts,
      Optional<Integer> jvms) {
    /** What the table is called in a document, for example {@code bench networks, 2 threads}. */
    public String title() {
      String size = batch == 1 ? "" : ", batch " + batch;
      return "bench %s%s, %s%s"
          .formatted(
              suite, size, Units.plural(threads, "thread"), jvms.isPresent() ? ", fresh JVMs" : "");
    }
  }

  /** What was measured. */
  interface Report {
    Json json();

    String text();

    /** A table for a document. */
    String markdown();

    /** The cases that do not count, with reasons. */
    List<String> problems();
  }
}

package dev.whittle.cli.suite;

import dev.whittle.cli.UserError;
import dev.whittle.cli.option.Batch;
import dev.whittle.cli.option.Threads;
import dev.whittle.cli.option.Timing;
import dev.whittle.cli.suite.Suites.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which suite to measure, against whom. */
public final class SuiteChoice {
  private static final int MOST_COLD_STARTS = 1000;
  private static final int MOST_JVMS = 1000;

  @Option(
      names = "--suite",
      required = true,
      paramLabel = "NAME",
      description =
          "Measure a set of networks: networks, vgg-layers, pointwise-layers, nnpack-layers or"
              + " decompositions.")
  private String suite;

  @Option(
      names = "--vs",
      paramLabel = "ENGINE",
      description =
          "Against another engine in turns within this JVM, on the same input: onnxruntime.")
  private String opponent;

  @Option(
      names = "--cold-starts",
      paramLabel = "N",
      description =
          "With the suite networks: start N fresh JVMs for each network and engine, for compile"
              + " time, time to the first answer and peak memory. Default: 1.")
  private Integer coldStarts;

  @Option(
      names = "--jvms",
      paramLabel = "N",
      description =
          "Measure Whittle alone in N fresh JVMs with the G1 collector and N with the parallel one,"
              + " and tell how far they are apart.")
  private Integer jvms;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Put the table into this document, between the comments that name it.")
  private Path document;

  /** The document to put the table into. */
  public Optional<Path> document() {
    return Optional.ofNullable(document);
  }

  /**
   * The suites, when they are on the class path.
   *
   * @throws UserError when they are not, or do not know the suite or the opponent
   */
  public Suites suites() {
    Suites suites =
        Suites.find()
            .orElseThrow(() ->
                UserError.usage(
                    "this command line was built without suites",
                    "start ./whittle in a clone of the project"));
    check("suite", suite, suites.names());
    if (opponent != null) {
      check("engine to measure against", opponent, suites.opponents());
    }
    return suites;
  }

  /** What to measure. */
  public Request request(Threads threads, Batch batch, Timing timing) {
    if (coldStarts != null && (coldStarts < 0 || coldStarts > MOST_COLD_STARTS)) {
      throw UserError.usage(
          "--cold-starts " + coldStarts + " is out of range", "use 0 to " + MOST_COLD_STARTS);
    }
    if (jvms != null && (jvms < 2 || jvms > MOST_JVMS)) {
      throw UserError.usage("--jvms " + jvms + " is out of range", "use 2 to " + MOST_JVMS);
    }
    if (jvms != null && (opponent != null || coldStarts != null)) {
      throw UserError.usage(
          "--jvms measures Whittle alone, in JVMs that are warm",
          "leave out --vs and --cold-starts");
    }
    return new Request(
        suite,
        Optional.ofNullable(opponent),
        threads.count(),
        batch.size(),
        timing.warmUpSeconds(),
        timing.runs(),
        Optional.ofNullable(coldStarts),
        Optional.ofNullable(jvms));
  }

  private static void check(String what, String name, List<String> known) {
    if (!known.contains(name)) {
      throw UserError.usage(
          "there is no %s called %s".formatted(what, name), "use " + String.join(", ", known));
    }
  }
}

package dev.whittle.cli.option;

import dev.whittle.cli.UserError;
import dev.whittle.cli.lock.LockFile;
import dev.whittle.cli.lock.Processor;
import dev.whittle.cli.measure.Stopwatch;
import dev.whittle.passes.ledger.Watcher;
import dev.whittle.passes.times.KernelTimes;
import dev.whittle.passes.times.Pace;
import dev.whittle.passes.times.Timings;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The measured times that kernels are chosen by. */
public final class Lock {
  /** How long kernels run before they are measured, in seconds. */
  public static final double WARM_UP = 0.5;

  private static final double QUIET_SECONDS = 0.4;
  private static final double MEASURED_NANOSECONDS = 4e8;
  private static final int FEWEST_ROUNDS = 7;
  private static final int MOST_ROUNDS = 201;

  @Option(
      names = "--lock",
      paramLabel = "FILE",
      description =
          "Times of kernels to choose by, see `whittle lock`. Default: Net.kernels beside Net.cnn,"
              + " when it is there.")
  private Path lock;

  /** The file for {@code network}: the one given, else the one beside it, which may be missing. */
  public Path file(Path network) {
    return lock == null ? LockFile.beside(network) : lock;
  }

  /**
   * The times for {@code network}.
   *
   * @throws UserError when a file was given that is not there
   */
  public KernelTimes read(Path network) {
    if (lock != null && !Files.isRegularFile(lock)) {
      throw UserError.data(lock + ": there is no such file", "`whittle lock` writes one");
    }
    return LockFile.read(file(network));
  }

  /** The same, where one that is missing is about to be written. */
  public KernelTimes readIfAny(Path network) {
    return LockFile.read(file(network));
  }

  /** Times to choose by, with nothing measured. */
  public Timings known(Path network) {
    return Timings.here(read(network), Processor.family());
  }

  /** How kernels are measured that ran for {@code warmUp} seconds. */
  public static Pace pace(double warmUp) {
    return new Pace(
        run -> Stopwatch.warmUp(run, warmUp, QUIET_SECONDS),
        MEASURED_NANOSECONDS,
        FEWEST_ROUNDS,
        MOST_ROUNDS);
  }

  /**
   * Times to choose by, and to be completed.
   *
   * @param isEager whether to measure even what no pipeline asks for
   */
  public static Timings measuring(KernelTimes times, boolean isEager, Pace pace, Watcher watcher) {
    Timings.Measuring measuring = new Timings.Measuring(pace, watcher, isEager);
    return Timings.measuring(times, Processor.family(), measuring);
  }
}

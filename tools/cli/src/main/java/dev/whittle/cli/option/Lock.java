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
  private static final double WARM_UP_SECONDS = 0.5;
  private static final double QUIET_SECONDS = 0.4;

  /** How long each kernel is measured. */
  public static final Pace PACE =
      new Pace(run -> Stopwatch.warmUp(run, WARM_UP_SECONDS, QUIET_SECONDS), 4e8, 7, 201);

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

  /**
   * Times to choose by, and to be completed.
   *
   * @param isEager whether to measure even what no pipeline asks for
   */
  public static Timings measuring(KernelTimes times, boolean isEager, Watcher watcher) {
    Timings.Measuring measuring = new Timings.Measuring(PACE, watcher, isEager);
    return Timings.measuring(times, Processor.family(), measuring);
  }
}

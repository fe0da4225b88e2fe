package dev.whittle.runtime;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Tells when runs have stopped getting faster: neither a clearly better time nor, where the module
 * {@code java.management} tells, work of the virtual machine's compiler for a while.
 */
final class Quiet {
  private static final long QUIET_NANOS = 1_500_000_000L;
  private static final int FEWEST = 5;
  private static final double CLEARLY = 0.97;

  private final Compiler compiler = Compiler.find();
  private long compiled = compiler.millis();
  private long best = Long.MAX_VALUE;
  private long since = System.nanoTime();
  private int runs;

  /** Where the compiler's time is asked for; apart, because its module may be absent. */
  private static class Compiler {
    static Compiler find() {
      boolean isThere = ModuleLayer.boot().findModule("java.management").isPresent();
      return isThere ? new Managed() : new Compiler();
    }

    long millis() {
      return 0;
    }
  }

  private static final class Managed extends Compiler {
    private final CompilationMXBean bean = ManagementFactory.getCompilationMXBean();

    @Override
    long millis() {
      return bean != null && bean.isCompilationTimeMonitoringSupported()
          ? bean.getTotalCompilationTime()
          : 0;
    }
  }

  /** Takes note of a run that took {@code nanos} and has just ended. */
  void ran(long nanos) {
    long millis = compiler.millis();
    runs++;
    if (nanos < CLEARLY * best || millis > compiled) {
      since = System.nanoTime();
      runs = 0;
      compiled = millis;
    }
    best = Math.min(best, nanos);
  }

  boolean isReached() {
    return runs >= FEWEST && System.nanoTime() - since > QUIET_NANOS;
  }
}

package dev.whittle.cli.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * What HotSpot's second compiler did during a task, by its {@code jdk.Compilation} events.
 *
 * @param methods generated methods there are
 * @param hot those it compiled, longest first
 * @param allNanos what it took for these and all other methods of the JVM
 */
public record Compilations(int methods, List<Method> hot, long allNanos) {
  private static final String EVENT = "jdk.Compilation";
  private static final int SECOND_COMPILER = 4;

  /**
   * A generated method.
   *
   * @param name of the method alone
   * @param times how often it was compiled
   * @param nanos what that took, without waiting for the compiler
   */
  public record Method(String name, int times, long nanos) {
    private Method plus(Method other) {
      return new Method(name, times + other.times, nanos + other.nanos);
    }
  }

  public Compilations {
    hot = List.copyOf(hot);
  }

  /** Nanoseconds for the generated methods. */
  public long nanos() {
    return hot.stream().mapToLong(Method::nanos).sum();
  }

  /**
   * Runs {@code task}, which compiles and runs {@code methods} methods of the classes {@code
   * owners}.
   */
  public static Compilations during(Runnable task, Set<String> owners, int methods) {
    try {
      Path file = Files.createTempFile("whittle", ".jfr");
      try (Recording recording = new Recording()) {
        recording.enable(EVENT).withThreshold(Duration.ZERO).withoutStackTrace();
        recording.start();
        task.run();
        recording.stop();
        recording.dump(file);
        return of(RecordingFile.readAllEvents(file), owners, methods);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Compilations of(List<RecordedEvent> events, Set<String> owners, int methods) {
    Map<String, Method> hot = new HashMap<>();
    long all = 0;
    for (RecordedEvent event : events) {
      if (event.getEventType().getName().equals(EVENT)
          && event.getInt("compileLevel") == SECOND_COMPILER) {
        long nanos = event.getDuration().toNanos();
        all += nanos;
        RecordedMethod method = event.getValue("method");
        if (method != null && owners.contains(method.getType().getName())) {
          String name = method.getName();
          hot.merge(
              method.getType().getName() + "::" + name, new Method(name, 1, nanos), Method::plus);
        }
      }
    }
    return new Compilations(
        methods,
        hot.values().stream().sorted(Comparator.comparingLong(Method::nanos).reversed()).toList(),
        all);
  }
}

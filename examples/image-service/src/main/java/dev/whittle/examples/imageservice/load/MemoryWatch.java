package dev.whittle.examples.imageservice.load;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Asks the service every second how much memory it has. */
final class MemoryWatch implements AutoCloseable {
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int PARTS = 6;

  private final Requests requests;
  private final List<Json> seen = new CopyOnWriteArrayList<>();
  private final Thread thread = Thread.ofVirtual().unstarted(this::watch);

  private MemoryWatch(Requests requests) {
    this.requests = requests;
  }

  static MemoryWatch start(Requests requests) {
    MemoryWatch watch = new MemoryWatch(requests);
    watch.thread.start();
    return watch;
  }

  /** The time in six parts: the least heap in use, and the most memory of the process. */
  String table() {
    StringBuilder table = new StringBuilder("        heap at least  resident\n");
    int parts = Math.min(PARTS, seen.size());
    for (int part = 0; part < parts; part++) {
      List<Json> some = seen.subList(part * seen.size() / parts, (part + 1) * seen.size() / parts);
      long heap = some.stream().mapToLong(m -> bytes(m, "heapUsedBytes")).min().orElse(0);
      long resident = some.stream().mapToLong(m -> bytes(m, "residentBytes")).max().orElse(0);
      table.append(
          String.format(
              Locale.ROOT,
              "  %d/%d  %8.1f MB  %6.1f MB%n",
              part + 1,
              PARTS,
              heap / 1e6,
              resident / 1e6));
    }
    return table.toString();
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void watch() {
    try {
      while (true) {
        seen.add(requests.memory());
        Thread.sleep(STEP);
      }
    } catch (IOException e) {
      System.err.println("no more figures of the memory: " + e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static long bytes(Json memory, String name) {
    Optional<Json> value = memory.asObject().find(name);
    return value.map(Json::asLong).orElse(0L);
  }
}

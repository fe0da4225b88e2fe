package dev.whittle.tests.loading;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * What a virtual machine holds after a garbage collection.
 *
 * @param done units of work done so far
 * @param heap bytes of live objects
 * @param metaspace bytes of class data
 * @param classes loaded classes
 * @param resident bytes of memory the operating system counts, 0 where it does not tell
 * @param allocated bytes the reading thread has allocated so far
 */
record Reading(int done, long heap, long metaspace, int classes, long resident, long allocated) {
  private static final Path STATUS = Path.of("/proc/self/status");

  static Reading take(int done) throws IOException, InterruptedException {
    long allocated =
        ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    long metaspace =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getName().equals("Metaspace"))
            .mapToLong((MemoryPoolMXBean pool) -> pool.getUsage().getUsed())
            .sum();
    return new Reading(
        done,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        metaspace,
        ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
        residentNow(),
        allocated);
  }

  private static long residentNow() throws IOException {
    if (!Files.isReadable(STATUS)) {
      return 0;
    }
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElse(0);
  }

  void print() {
    System.out.printf(
        Locale.ROOT, "%d %d %d %d %d %d%n", done, heap, metaspace, classes, resident, allocated);
  }

  /** The readings among printed lines. */
  static List<Reading> parse(List<String> lines) {
    return lines.stream()
        .map(line -> line.split(" "))
        .map(words ->
            new Reading(
                Integer.parseInt(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Integer.parseInt(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5])))
        .toList();
  }

  @Override
  public String toString() {
    return "%,d done: heap %,d kB, metaspace %,d kB, %,d classes, resident %,d kB, allocated %,d kB"
        .formatted(done, heap / 1024, metaspace / 1024, classes, resident / 1024, allocated / 1024);
  }
}

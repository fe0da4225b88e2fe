package dev.whittle.cli.lock;

import dev.whittle.runtime.Vectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The family of this machine's processors, as lock files call it. */
public final class Processor {
  private static final Path LINUX = Path.of("/proc/cpuinfo");
  private static final List<String> KEYS = List.of("vendor_id", "cpu family", "model");

  private Processor() {}

  /**
   * Vendor, family and model where Linux tells them, {@code GenuineIntel-6-143}; elsewhere the
   * architecture and the width of its vectors, {@code aarch64-128}.
   */
  public static String family() {
    return linux().orElse(System.getProperty("os.arch") + "-" + 32 * Vectors.lanes());
  }

  private static Optional<String> linux() {
    try (Stream<String> lines = Files.lines(LINUX)) {
      return family(lines.takeWhile(line -> !line.isBlank()).toList());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The family of the first processor of {@code /proc/cpuinfo}; none when that tells less. */
  static Optional<String> family(List<String> lines) {
    StringBuilder family = new StringBuilder();
    for (String key : KEYS) {
      Optional<String> value =
          lines.stream()
              .map(line -> line.split(":", 2))
              .filter(parts -> parts.length == 2 && parts[0].strip().equals(key))
              .map(parts -> parts[1].strip().replaceAll("[\\s|]+", "_"))
              .findFirst();
      if (value.isEmpty()) {
        return Optional.empty();
      }
      family.append(family.isEmpty() ? "" : "-").append(value.get());
    }
    return Optional.of(family.toString());
  }
}

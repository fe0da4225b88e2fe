package dev.whittle.bench.cold;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A program that is started in a virtual machine of its own, again and again.
 *
 * @param options the virtual machine's options, then the main class
 */
record FreshJvm(String name, List<String> options, List<String> arguments) {
  /**
   * Starts it once.
   *
   * @return {@code answer}, then the milliseconds of each phase; {@code total} is from the start of
   *     the process to the line with the answer
   */
  Map<String, Double> start() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    long epoch = System.currentTimeMillis();
    long start = System.nanoTime();
    Process process = builder.start();
    Map<String, Double> phases = new LinkedHashMap<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line; (line = lines.readLine()) != null; ) {
        if (line.startsWith("answer=")) {
          phases.put("total", (System.nanoTime() - start) / 1e6);
        }
        parse(line, phases);
      }
    }
    if (process.waitFor() != 0 || !phases.containsKey("answer")) {
      throw new IOException("failed: " + String.join(" ", command));
    }
    phases.merge("main", (double) epoch, (main, started) -> main - started);
    return phases;
  }

  /** The same with further options of the virtual machine. */
  FreshJvm with(String newName, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    all.addAll(options);
    return new FreshJvm(newName, all, arguments);
  }

  /** The same with further arguments. */
  FreshJvm asked(String newName, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return new FreshJvm(newName, options, all);
  }

  private static void parse(String line, Map<String, Double> phases) {
    for (String word : line.split(" ")) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        phases.put(word.substring(0, equals), Double.valueOf(word.substring(equals + 1)));
      }
    }
  }
}

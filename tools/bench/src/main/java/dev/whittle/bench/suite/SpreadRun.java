package dev.whittle.bench.suite;

import dev.whittle.cli.UserError;
import dev.whittle.cli.Whittle;
import dev.whittle.cli.option.Output;
import dev.whittle.cli.output.Progress;
import dev.whittle.cli.output.Reasons;
import dev.whittle.cli.suite.Suites.Request;
import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measures a suite again and again, each time in a fresh virtual machine. */
final class SpreadRun {
  private final Request request;
  private final Output output;
  private final Map<String, Spread> cases = new LinkedHashMap<>();

  SpreadRun(Request request, Output output) {
    this.request = request;
    this.output = output;
  }

  /** Each collector takes its turn in every round. */
  SpreadResult run() {
    int rounds = request.jvms().orElseThrow();
    try (Progress progress = output.progress(request.suite(), rounds * Collector.values().length)) {
      for (int round = 0; round < rounds; round++) {
        for (Collector collector : Collector.values()) {
          measure(collector);
          progress.step();
        }
      }
    } catch (IOException e) {
      throw UserError.data("cannot measure in a fresh JVM: " + Reasons.of(e), "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.data("interrupted", "");
    }
    return new SpreadResult(request, List.copyOf(cases.values()));
  }

  private void measure(Collector collector) throws IOException, InterruptedException {
    Path json = Files.createTempFile("whittle-bench-", ".json");
    try {
      Process process =
          new ProcessBuilder(command(collector, json))
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.INHERIT)
              .start();
      try {
        if (process.waitFor() != 0) {
          throw new IOException("it ended with exit code " + process.exitValue());
        }
      } finally {
        process.destroy();
      }
      for (Json item : Json.parse(Files.readString(json)).asObject().get("cases").asList()) {
        String name = item.asObject().get("name").asText();
        double timesPeak = item.asObject().get("times_p").asDouble();
        cases.computeIfAbsent(name, Spread::new).add(collector, timesPeak);
      }
    } finally {
      Files.deleteIfExists(json);
    }
  }

  private List<String> command(Collector collector, Path json) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(collector.flag());
    command.add("--add-modules");
    command.add("jdk.incubator.vector");
    command.add("-Dwhittle.home=" + System.getProperty("whittle.home", ""));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(Whittle.class.getName());
    command.add("bench");
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--suite", request.suite());
    options.put("--threads", request.threads());
    options.put("--batch", request.batch());
    options.put("--warm-up", request.warmUpSeconds());
    options.put("--runs", request.runs());
    options.put("--cold-starts", 0);
    options.put("--json", json);
    options.forEach((name, value) -> {
      command.add(name);
      command.add(value.toString());
    });
    return command;
  }
}

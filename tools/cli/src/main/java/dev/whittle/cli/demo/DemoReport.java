package dev.whittle.cli.demo;

import dev.whittle.cli.output.ProfileReport;
import dev.whittle.cli.output.Units;
import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.passes.pipeline.Size;
import dev.whittle.runtime.Profile;
import dev.whittle.runtime.json.Json;
import java.util.List;

/** What the demo shows. */
record DemoReport(
    CompiledNetwork network, double compileMilliseconds, List<Guess> guesses, Profile profile) {
  private static final List<String> SHOWN = List.of("A-all", "2-inverted", "C-noisy", "K-shaded");
  private static final int COLUMNS = 4;

  int right() {
    return (int) guesses.stream().filter(Guess::isRight).count();
  }

  private long classBytes() {
    return network.classes().values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  private int largestMethod() {
    return network.methodSizes().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  private Size size() {
    return network.variants().getFirst().compilation().ledger().after();
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s: %s parameters, %s multiply-adds for one picture%n"
            .formatted(
                network.file().name(),
                Units.count(size().parameters()),
                Units.count(size().cost().macs())));
    text.append(
        Units.format(
            "compiled in %.0f ms for vectors of %d floats: %s of class file, %d methods, the"
                + " largest %d bytes of code\n\n",
            compileMilliseconds,
            profile.lanes(),
            Units.bytes(classBytes()),
            network.methodSizes().size(),
            largestMethod()));
    List<Guess> shown = guesses.stream().filter(g -> SHOWN.contains(g.name())).toList();
    text.append(
        Thumbnails.draw(
            shown.stream().map(Guess::picture).toList(),
            shown.stream().map(DemoReport::caption).toList()));
    text.append('\n').append(answers()).append('\n');
    text.append(
        "%d pictures, %d answered right (%s)%n%n"
            .formatted(guesses.size(), right(), Units.percent(right() / (double) guesses.size())));
    return text.append(ProfileReport.text(profile)).toString();
  }

  private String answers() {
    StringBuilder text = new StringBuilder();
    int rows = Math.ceilDiv(guesses.size(), COLUMNS);
    for (int row = 0; row < rows; row++) {
      StringBuilder line = new StringBuilder();
      for (int i = row; i < guesses.size(); i += rows) {
        line.append("%-26s".formatted(caption(guesses.get(i))));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private static String caption(Guess guess) {
    return "%s: %s %s%s"
        .formatted(
            guess.name(),
            guess.answer().label(),
            Units.percent(guess.answer().probability()),
            guess.isRight() ? "" : " WRONG");
  }

  Json json() {
    return Json.object()
        .put("network", network.file().name())
        .put("images", guesses.size())
        .put("right", right())
        .put("compileMs", compileMilliseconds)
        .put("classBytes", classBytes())
        .put("methods", network.methodSizes().size())
        .put("largestMethodBytes", largestMethod())
        .put("pictures", Json.array(guesses.stream().map(DemoReport::json).toList()))
        .put("profile", ProfileReport.json(profile))
        .build();
  }

  private static Json json(Guess guess) {
    return Json.object()
        .put("picture", guess.file())
        .put("answer", guess.answer().label())
        .put("probability", (double) guess.answer().probability())
        .put("isRight", guess.isRight())
        .build();
  }
}

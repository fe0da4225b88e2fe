package dev.whittle.bench.suite;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.suite.Suites.Report;
import dev.whittle.cli.suite.Suites.Request;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * What was measured of a suite.
 *
 * @param opponent the other engine and its version
 * @param peakGflops the median over the whole run
 * @param results the cases that count
 */
record SuiteResult(
    Request request,
    int lanes,
    Optional<String> opponent,
    double peakGflops,
    List<CaseResult> results,
    List<String> problems)
    implements Report {

  @Override
  public Json json() {
    Json.Builder json =
        Json.object()
            .put("suite", request.suite())
            .put("threads", request.threads())
            .put("batch", request.batch())
            .put("lanes", lanes)
            .put("runs", request.runs())
            .put("peak_gflops", peakGflops)
            .put("geomean_times_p", geomean(CaseResult::timesPeak));
    opponent.ifPresent(
        name -> json.put("opponent", name).put("geomean_ratio", geomean(SuiteResult::ratio)));
    return json.put("cases", Json.array(results.stream().map(CaseResult::json).toList()))
        .put("problems", Json.array(problems.stream().<Json>map(Json.Text::new).toList()))
        .build();
  }

  @Override
  public String text() {
    List<List<String>> rows = rows();
    Table table = new Table(1, rows.getFirst().toArray(String[]::new));
    rows.stream().skip(1).forEach(row -> table.row(row.toArray(String[]::new)));
    return heading() + "\n\n" + table;
  }

  @Override
  public String markdown() {
    StringBuilder text = new StringBuilder("\n").append(heading()).append(".\n\n");
    List<List<String>> rows = rows();
    text.append(line(rows.getFirst())).append("|---".repeat(rows.getFirst().size())).append("|\n");
    rows.stream().skip(1).forEach(row -> text.append(line(row)));
    return text.append('\n').toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private String heading() {
    return Units.format(
        "%s, batch %d, %s, %d lanes%s; P = %.0f GFLOP/s",
        request.suite(),
        request.batch(),
        Units.plural(request.threads(), "thread"),
        lanes,
        opponent.map(name -> ", against " + name).orElse(""),
        peakGflops);
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(header());
    results.forEach(result -> rows.add(row(result)));
    rows.add(last());
    return rows;
  }

  private boolean showsSleeping() {
    return opponent.isPresent() && request.threads() > 1;
  }

  private List<String> header() {
    List<String> cells = new ArrayList<>(List.of("case", "ms", "kernel ms", "GFLOP/s", "x P"));
    if (opponent.isPresent()) {
      cells.addAll(List.of("other ms", "ratio", "quartiles", "difference"));
    }
    if (showsSleeping()) {
      cells.add("other, no spinning");
    }
    cells.addAll(List.of("compile ms", "kernel"));
    return cells;
  }

  private List<String> row(CaseResult result) {
    List<String> cells =
        new ArrayList<>(
            List.of(
                result.name(),
                Units.format("%.3f", result.whittleMillis()),
                Units.format("%.3f", result.kernelMillis()),
                Units.format("%.1f", result.gflops()),
                Units.format("%.2f", result.timesPeak())));
    result
        .versus()
        .ifPresent(v -> {
          cells.add(Units.format("%.3f", v.millis()));
          cells.add(Units.format("%.2f", v.ratio()));
          cells.add(Units.format("%.2f-%.2f", v.low(), v.high()));
          cells.add(Units.format("%.0e", v.difference()));
        });
    if (showsSleeping()) {
      cells.add(Units.format("%.3f", result.versus().orElseThrow().sleepingMillis().orElseThrow()));
    }
    cells.addAll(List.of(Units.format("%.0f", result.compileMillis()), result.kernel()));
    return cells;
  }

  private List<String> last() {
    List<String> cells =
        new ArrayList<>(
            List.of(
                "geometric mean",
                "",
                "",
                "",
                Units.format("%.2f", geomean(CaseResult::timesPeak))));
    if (opponent.isPresent()) {
      cells.addAll(List.of("", Units.format("%.2f", geomean(SuiteResult::ratio)), "", ""));
    }
    if (showsSleeping()) {
      cells.add("");
    }
    cells.addAll(List.of("", ""));
    return cells;
  }

  private static double ratio(CaseResult result) {
    return result.versus().orElseThrow().ratio();
  }

  private double geomean(ToDoubleFunction<CaseResult> figure) {
    return Math.exp(
        results.stream().mapToDouble(r -> Math.log(figure.applyAsDouble(r))).average().orElse(0));
  }
}

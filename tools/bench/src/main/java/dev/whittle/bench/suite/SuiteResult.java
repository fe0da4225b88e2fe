package dev.whittle.bench.suite;

import dev.whittle.bench.cold.FirstAnswers;
import dev.whittle.bench.suite.CaseResult.Versus;
import dev.whittle.cli.output.Units;
import dev.whittle.cli.suite.Suites.Report;
import dev.whittle.cli.suite.Suites.Request;
import dev.whittle.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
    String text = heading() + "\n\n" + Column.text(columns(), results);
    return hasFirstAnswers() ? text + "\n" + Column.text(firstAnswers(), results) : text;
  }

  @Override
  public String markdown() {
    String text = "\n" + heading() + ".\n\n" + Column.markdown(columns(), results) + "\n";
    return hasFirstAnswers() ? text + Column.markdown(firstAnswers(), results) + "\n" : text;
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

  private List<Column<CaseResult>> columns() {
    List<Column<CaseResult>> columns = new ArrayList<>();
    columns.add(new Column<>("case", CaseResult::name, "geometric mean"));
    columns.add(new Column<>("ms", number("%.3f", CaseResult::whittleMillis)));
    if (results.stream().anyMatch(result -> result.kernels().layer().isPresent())) {
      columns.add(new Column<>("kernel ms", SuiteResult::layerMillis));
    }
    columns.add(new Column<>("GFLOP/s", number("%.1f", CaseResult::gflops)));
    String timesPeak = Units.format("%.2f", geomean(CaseResult::timesPeak));
    columns.add(new Column<>("x P", number("%.2f", CaseResult::timesPeak), timesPeak));
    if (opponent.isPresent()) {
      columns.add(new Column<>("other ms", versus(v -> Units.format("%.3f", v.millis()))));
      String ratio = Units.format("%.2f", geomean(SuiteResult::ratio));
      columns.add(new Column<>("ratio", versus(v -> Units.format("%.2f", v.ratio())), ratio));
      columns.add(
          new Column<>("quartiles", versus(v -> Units.format("%.2f to %.2f", v.low(), v.high()))));
      columns.add(new Column<>("difference", versus(v -> Units.format("%.0e", v.difference()))));
      if (request.threads() > 1) {
        columns.add(
            new Column<>(
                "no spinning",
                versus(v -> Units.format("%.3f", v.sleepingMillis().orElseThrow()))));
      }
    }
    if (results.stream().anyMatch(result -> result.handoverNanos().isPresent())) {
      columns.add(new Column<>("handover ns", SuiteResult::handover));
    }
    columns.add(new Column<>("compile ms", number("%.0f", CaseResult::compileMillis)));
    columns.add(new Column<>("kernel", result -> result.kernels().name()));
    return columns;
  }

  private static String layerMillis(CaseResult result) {
    return result.kernels().layerMillis().map(ms -> Units.format("%.3f", ms)).orElse("");
  }

  private static String handover(CaseResult result) {
    return result.handoverNanos().map(ns -> Units.format("%.0f", ns)).orElse("");
  }

  private boolean hasFirstAnswers() {
    return results.stream().anyMatch(result -> result.firstAnswers().isPresent());
  }

  private List<Column<CaseResult>> firstAnswers() {
    List<Column<CaseResult>> columns = new ArrayList<>();
    columns.add(new Column<>("in a fresh JVM", CaseResult::name));
    columns.add(new Column<>("compile ms", cold(f -> f.compileMillis())));
    columns.add(new Column<>("first answer ms", cold(f -> f.whittle().millis())));
    columns.add(new Column<>("peak MB", cold(f -> f.whittle().peakMegabytes())));
    if (opponent.isPresent()) {
      columns.add(new Column<>("other's ms", cold(f -> f.onnxRuntime().orElseThrow().millis())));
      columns.add(
          new Column<>("other's MB", cold(f -> f.onnxRuntime().orElseThrow().peakMegabytes())));
    }
    return columns;
  }

  private static Function<CaseResult, String> number(
      String format, ToDoubleFunction<CaseResult> figure) {
    return result -> Units.format(format, figure.applyAsDouble(result));
  }

  private static Function<CaseResult, String> versus(Function<Versus, String> cell) {
    return result -> result.versus().map(cell).orElse("");
  }

  private static Function<CaseResult, String> cold(ToDoubleFunction<FirstAnswers> figure) {
    return result ->
        result.firstAnswers().map(f -> Units.format("%.0f", figure.applyAsDouble(f))).orElse("");
  }

  private static double ratio(CaseResult result) {
    return result.versus().orElseThrow().ratio();
  }

  private double geomean(ToDoubleFunction<CaseResult> figure) {
    return Math.exp(
        results.stream().mapToDouble(r -> Math.log(figure.applyAsDouble(r))).average().orElse(0));
  }
}

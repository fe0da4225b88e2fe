package dev.whittle.cli.report;

import dev.whittle.cli.output.Units;
import dev.whittle.passes.ledger.Line;
import dev.whittle.passes.ledger.Report;
import java.util.List;

/**
 * A report as one HTML file that asks the network for nothing: its style, its script and its
 * pictures are within it. Equal reports give equal pages.
 */
public final class ReportPage {
  private final Report report;
  private final List<String> findings;
  private final Markup markup = new Markup();

  private ReportPage(Report report, List<String> findings) {
    this.report = report;
    this.findings = findings;
  }

  public static String of(Report report) {
    return of(report, List.of());
  }

  /**
   * A page that begins with what was found out besides.
   *
   * @param findings a sentence or two each
   */
  public static String of(Report report, List<String> findings) {
    return new ReportPage(report, findings).page();
  }

  private String page() {
    Page.open(markup, report.network() + " · Whittle report");
    header();
    markup.open("main").line();
    if (!findings.isEmpty()) {
      findings();
    }
    LedgerSection.write(report, markup);
    NetworkSection.write(report, markup);
    LayerSection.write(report, markup);
    MemorySection.write(report, markup);
    markup.close().line();
    markup.resource("script", Page.resource("report.js")).line();
    return Page.close(markup);
  }

  private void findings() {
    markup.open("section", "id", "findings", "aria-labelledby", "findings-title").line();
    markup.element("h2", "Findings", "id", "findings-title").line();
    findings.forEach(finding -> markup.element("p", finding).line());
    markup.close().line();
  }

  private void header() {
    markup.open("header").line();
    markup.element("h1", report.network()).line();
    markup.open("p", "class", "how");
    if (!report.source().isEmpty()) {
      markup.element("span", report.source(), "class", "name");
    }
    markup.element("span", "pipeline " + report.pipeline());
    markup.element("span", lanes(report.target().lanes()));
    markup.element("span", Units.plural(report.target().threads(), "thread"));
    markup.element("span", "batch " + report.batch());
    markup.close().line();
    Line before = report.before();
    Line after = report.after();
    markup.open("dl", "class", "totals").line();
    total(
        "Parameters",
        Units.count(after.size().parameters()),
        before.size().parameters(),
        after.size().parameters());
    total(
        "Weights",
        Units.bytes(after.size().weightBytes()),
        before.size().weightBytes(),
        after.size().weightBytes());
    total(
        "Multiply-adds",
        Units.count(after.size().cost().macs()),
        before.size().cost().macs(),
        after.size().cost().macs());
    total(
        "Activations",
        Units.bytes(Changes.activations(after)),
        Changes.activations(before),
        Changes.activations(after));
    total(
        "Predicted",
        Units.milliseconds(after.predicted()) + " ms",
        before.predicted(),
        after.predicted());
    after
        .measured()
        .ifPresent(nanoseconds ->
            total(
                "Measured",
                Units.milliseconds(nanoseconds) + " ms",
                before.measured().orElse(nanoseconds),
                nanoseconds));
    markup.close().line().close().line();
  }

  private void total(String what, String value, double before, double after) {
    markup.open("div").element("dt", what).open("dd");
    markup.element("b", value).text(" ").element("span", Changes.change(before, after));
    markup.close().close().line();
  }

  private static String lanes(int lanes) {
    return lanes == 1 ? "scalar code" : "vectors of %d floats".formatted(lanes);
  }
}

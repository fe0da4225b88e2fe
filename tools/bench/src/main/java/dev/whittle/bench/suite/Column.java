package dev.whittle.bench.suite;

import dev.whittle.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A column of a table about cases.
 *
 * @param summary the last row's cell, about all cases
 */
record Column(String header, Function<CaseResult, String> cell, String summary) {
  Column(String header, Function<CaseResult, String> cell) {
    this(header, cell, "");
  }

  /** Lines of text for a terminal. */
  static String text(List<Column> columns, List<CaseResult> cases) {
    List<List<String>> rows = rows(columns, cases);
    Table table = new Table(1, rows.getFirst().toArray(String[]::new));
    rows.stream().skip(1).forEach(row -> table.row(row.toArray(String[]::new)));
    return table.toString();
  }

  static String markdown(List<Column> columns, List<CaseResult> cases) {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = rows(columns, cases);
    text.append(line(rows.getFirst())).append("|---".repeat(columns.size())).append("|\n");
    rows.stream().skip(1).forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static List<List<String>> rows(List<Column> columns, List<CaseResult> cases) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(columns.stream().map(Column::header).toList());
    cases.forEach(
        result -> rows.add(columns.stream().map(column -> column.cell().apply(result)).toList()));
    if (columns.stream().anyMatch(column -> !column.summary().isEmpty())) {
      rows.add(columns.stream().map(Column::summary).toList());
    }
    return rows;
  }
}

package dev.whittle.bench.suite;

import dev.whittle.cli.output.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A column of a table about cases.
 *
 * @param <T> what is told of a case
 * @param summary the last row's cell, about all cases
 */
record Column<T>(String header, Function<T, String> cell, String summary) {
  Column(String header, Function<T, String> cell) {
    this(header, cell, "");
  }

  /** Lines of text for a terminal. */
  static <T> String text(List<Column<T>> columns, List<T> cases) {
    List<List<String>> rows = rows(columns, cases);
    Table table = new Table(1, rows.getFirst().toArray(String[]::new));
    rows.stream().skip(1).forEach(row -> table.row(row.toArray(String[]::new)));
    return table.toString();
  }

  static <T> String markdown(List<Column<T>> columns, List<T> cases) {
    StringBuilder text = new StringBuilder();
    List<List<String>> rows = rows(columns, cases);
    text.append(line(rows.getFirst())).append("|---".repeat(columns.size())).append("|\n");
    rows.stream().skip(1).forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return "| " + String.join(" | ", cells) + " |\n";
  }

  private static <T> List<List<String>> rows(List<Column<T>> columns, List<T> cases) {
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

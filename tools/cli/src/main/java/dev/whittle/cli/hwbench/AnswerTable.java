package dev.whittle.cli.hwbench;

import dev.whittle.cli.output.Table;
import dev.whittle.cli.output.Units;
import dev.whittle.passes.Decision.Alternative;
import dev.whittle.passes.Decision.Rejection;
import dev.whittle.passes.times.Work;
import java.util.List;

/** Answers as text: a table of candidates for each layer. */
final class AnswerTable {
  private AnswerTable() {}

  static String of(Answer answer) {
    Question question = answer.question();
    StringBuilder text = new StringBuilder();
    text.append(question.name())
        .append(": ")
        .append(question.work().operation())
        .append(" on ")
        .append(question.work().operands())
        .append('\n');
    Table table = new Table(2, "", "kernel", "predicted ms", "measured ms");
    List<String> ways = question.ways();
    for (int i = 0; i < ways.size(); i++) {
      Alternative alternative = question.decision().alternatives().get(i);
      String mark = i == question.pick() ? "pick" : "";
      table.row(
          i == answer.best() ? (mark + " best").strip() : mark,
          ways.get(i),
          Units.milliseconds(alternative.predicted()),
          Units.milliseconds(answer.measured().get(i)));
    }
    text.append(table.toString().indent(2));
    for (Rejection rejection : question.decision().rejections()) {
      text.append("  %s: %s%n".formatted(Work.way(rejection.candidate()), rejection.reason()));
    }
    return text.append(
            "  pick %.1f %% slower than best, A/A noise %.1f %%%s%n"
                .formatted(
                    100 * answer.slowdown(),
                    100 * answer.noise(),
                    answer.isBad() ? ": too slow" : ""))
        .toString();
  }

  static String summary(List<Answer> answers) {
    long good = answers.stream().filter(answer -> !answer.isBad()).count();
    double worst = answers.stream().mapToDouble(Answer::slowdown).max().orElse(0);
    return "%d of %d picks within 5 %% of the best or within noise, the worst %.1f %% slower%n"
        .formatted(good, answers.size(), 100 * worst);
  }
}

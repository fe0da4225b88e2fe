package dev.whittle.bench.cold;

import dev.whittle.bench.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Several programs started in turns. */
final class Contest {
  private final List<FreshJvm> programs;
  private final List<List<Map<String, Double>>> starts = new ArrayList<>();
  private Double answer;

  Contest(List<FreshJvm> programs) {
    this.programs = programs;
    programs.forEach(program -> starts.add(new ArrayList<>()));
  }

  /** One start of each before anything counts, then {@code rounds}, in alternating order. */
  void run(int rounds) throws IOException, InterruptedException {
    for (int round = -1; round < rounds; round++) {
      for (int i = 0; i < programs.size(); i++) {
        int program = round % 2 == 0 ? i : programs.size() - 1 - i;
        Map<String, Double> phases = programs.get(program).start();
        answer = answer == null ? phases.get("answer") : answer;
        if (!answer.equals(phases.get("answer"))) {
          throw new IOException(programs.get(program).name() + " gives another answer");
        }
        if (round >= 0) {
          starts.get(program).add(phases);
        }
      }
    }
  }

  double median(int program, String phase) {
    return Median.of(
        starts.get(program).stream()
            .mapToDouble(phases -> phases.getOrDefault(phase, 0.0))
            .toArray());
  }

  /** The median over rounds of one program's total to the other's. */
  double ratio(int program, int other) {
    double[] ratios = new double[starts.get(program).size()];
    for (int i = 0; i < ratios.length; i++) {
      ratios[i] = starts.get(program).get(i).get("total") / starts.get(other).get(i).get("total");
    }
    return Median.of(ratios);
  }

  /** Medians in milliseconds, a program in each row. */
  void print() {
    Set<String> phases = new LinkedHashSet<>(List.of("total", "main", "environment", "read"));
    starts.getFirst().getFirst().keySet().forEach(phases::add);
    phases.remove("answer");
    System.out.printf("%-26s", "median ms");
    phases.forEach(phase -> System.out.printf("%12s", phase));
    System.out.println();
    for (int i = 0; i < programs.size(); i++) {
      System.out.printf("%-26s", programs.get(i).name());
      for (String phase : phases) {
        System.out.printf(Locale.ROOT, "%12.0f", median(i, phase));
      }
      System.out.println();
    }
  }
}

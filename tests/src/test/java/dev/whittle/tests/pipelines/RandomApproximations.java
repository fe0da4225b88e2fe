package dev.whittle.tests.pipelines;

import dev.whittle.ir.Graph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Makes pipelines of approximate passes up that lose something, as text. */
final class RandomApproximations {
  private static final List<String> FACTORISATIONS =
      List.of(
          "factorise-channels",
          "split-spatial",
          "factorise-spatial",
          "factorise-tucker",
          "factorise-cp",
          "factorise-flattened",
          "cluster-bicluster",
          "cluster-monochrome",
          "predict-weights",
          "factorise-tt",
          "factorise-dense");

  private static final List<String> PRUNINGS =
      List.of("prune-channels", "prune-neurons", "merge-neurons");

  private static final List<String> MASKS =
      List.of("prune-weights", "prune-groups", "prune-blocks", "connection-table");

  private final Random random;
  private final RandomPipelines others;

  RandomApproximations(long seed, Graph graph) {
    this.random = new Random(seed);
    this.others = new RandomPipelines(seed, graph);
  }

  /** A file with the pipeline {@code P}: up to five approximate passes before the exact ones. */
  String file() {
    StringBuilder text = new StringBuilder("pipeline P {\n");
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      text.append("  ").append(step()).append('\n');
    }
    return text.append("  include exact\n}\n").toString();
  }

  private String step() {
    List<String> options = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      options.add("layers: \"%s\"".formatted(others.selector()));
    }
    String pass =
        switch (random.nextInt(3)) {
          case 0 -> mask(options);
          case 1 -> pruning(options);
          default -> factorisation(options);
        };
    return "%s(%s)".formatted(pass, String.join(", ", options));
  }

  private String factorisation(List<String> options) {
    String pass = pick(FACTORISATIONS);
    options.add(
        switch (random.nextInt(6)) {
          case 0 -> "energy: " + share();
          case 1 -> "error: " + share();
          case 2 -> "ratio: " + number(1, 4);
          case 3 -> "budget: " + number(0, 3);
          default -> "rank: " + random.nextInt(1, 6);
        });
    options.add(text("cost", "macs", "parameters", "time"));
    options.add(text("search", "exact", "greedy"));
    options.add(keep());
    switch (pass) {
      case "factorise-channels" ->
          options.add(text("solver", "svd", "linear", "nonlinear", "asymmetric"));
      case "factorise-cp" -> options.add("ways: " + random.nextInt(3, 5));
      case "factorise-tt" -> options.add("digits: " + random.nextInt(2, 5));
      case "cluster-bicluster" -> options.add("inputs: " + random.nextInt(1, 4));
      case "cluster-monochrome" -> options.add("clusters: " + random.nextInt(1, 9));
      default -> {}
    }
    return pass;
  }

  private String pruning(List<String> options) {
    String pass = pick(PRUNINGS);
    options.add(amount(random.nextInt(3)));
    options.add(keep());
    if (!pass.equals("merge-neurons")) {
      options.add(text("criterion", "norm", "activation", "random"));
      options.add("reconstruct: " + random.nextBoolean());
    }
    return pass;
  }

  private String mask(List<String> options) {
    String pass = pick(MASKS);
    if (pass.equals("connection-table")) {
      options.add("links: " + share());
      options.add(text("choice", "random", "norm"));
    } else {
      options.add(amount(random.nextInt(2)));
      options.add(text("across", "layer", "network"));
      options.add(text("saliency", "magnitude", "second-order"));
    }
    return pass;
  }

  private String amount(int rule) {
    return switch (rule) {
      case 0 -> "density: " + share();
      case 1 -> "ratio: " + number(1, 4);
      default -> "width: " + random.nextInt(1, 6);
    };
  }

  private String keep() {
    return random.nextInt(3) == 0 ? text("keep", "faster", "smaller") : "keep: \"always\"";
  }

  private String text(String option, String... values) {
    return "%s: \"%s\"".formatted(option, pick(List.of(values)));
  }

  private String share() {
    return number(0, 1);
  }

  private String number(double least, double most) {
    return String.format(Locale.ROOT, "%.3f", random.nextDouble(least, most));
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}

package dev.whittle.tests.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.op.Constant;
import dev.whittle.ir.op.Input;
import dev.whittle.ir.op.Parameter;
import dev.whittle.passes.pipeline.Bound;
import dev.whittle.passes.pipeline.PipelineBinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes pipelines up, as text. */
final class RandomPipelines {
  /** Passes by the required passes between which they may stand. */
  private static final List<List<String>> SECTIONS =
      List.of(
          List.of(
              "canonicalise",
              "fold-batch-norm",
              "fold-parameters",
              "split-spatial",
              "factorise-dense",
              "factorise-tucker",
              "merge-neurons",
              "prune-channels",
              "prune-neurons",
              "prune-weights",
              "prune-groups",
              "prune-blocks",
              "connection-table"),
          List.of("fuse-epilogues", "pin-kernels", "fuse-expansions"),
          List.of("share-buffers"));

  private static final List<String> REQUIRED = List.of("lower", "choose-kernels", "plan-memory");
  private static final List<String> TARGETS = List.of("512", "256", "128", "scalar");
  private static final List<String> SIZES =
      List.of("parameters>100", "parameters<=50", "macs>=1000", "macs<10", "kernel:3x3");
  private static final List<String> KINDS = List.of("conv", "depthwise", "dense", "relu", "add");

  private static final String NETWORK =
      "\nnetwork Any {\n  input x: f32[1]\n  output y = relu(x)\n}\n";

  private final Random random;
  private final List<String> layers;

  RandomPipelines(long seed, Graph graph) {
    this.random = new Random(seed);
    this.layers =
        graph.nodes().stream()
            .filter(n ->
                !(n.op() instanceof Input
                    || n.op() instanceof Parameter
                    || n.op() instanceof Constant))
            .map(Node::name)
            .toList();
  }

  /** The last pipeline of {@code text}. */
  static Bound bind(String text) {
    Loaded loaded = Cnn.read("P.pipeline", text + NETWORK, Path.of("."));
    assertThat(loaded.diagnostics()).as(text).isEmpty();
    return PipelineBinder.bind(loaded.pipelines().getLast());
  }

  /** A file whose last pipeline, {@code P}, binds. */
  String file() {
    StringBuilder text = new StringBuilder();
    boolean hasOther = random.nextInt(3) == 0;
    if (hasOther) {
      text.append("pipeline prepare {\n");
      section(0).forEach(step -> text.append("  ").append(step).append('\n'));
      text.append("}\n\n");
    }
    text.append("pipeline P {\n");
    if (hasOther) {
      text.append("  include prepare\n");
    }
    boolean endsInExact = random.nextInt(5) == 0;
    for (int i = 0; i < (endsInExact ? 1 : SECTIONS.size()); i++) {
      section(i).forEach(step -> text.append("  ").append(step).append('\n'));
      if (!endsInExact && random.nextBoolean()) {
        text.append("  ").append(REQUIRED.get(i)).append('\n');
      }
    }
    return text.append(endsInExact ? "  include exact\n}\n" : "}\n").toString();
  }

  /** Any steps in any order. */
  String shuffled() {
    StringBuilder text = new StringBuilder("pipeline P {\n");
    for (int i = random.nextInt(7); i > 0; i--) {
      boolean isRequired = random.nextInt(3) == 0;
      String step = isRequired ? pick(REQUIRED) : step(pick(SECTIONS.get(random.nextInt(3))));
      text.append("  ").append(step).append('\n');
    }
    return text.append("}\n").toString();
  }

  private List<String> section(int index) {
    List<String> steps = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      String step = step(pick(SECTIONS.get(index)));
      steps.add(random.nextInt(4) == 0 ? "target %s { %s }".formatted(pick(TARGETS), step) : step);
    }
    return steps;
  }

  private String step(String pass) {
    if (pass.equals("fuse-expansions") && random.nextBoolean()) {
      return "fuse-expansions(always: true)";
    }
    if (pass.equals("pin-kernels")) {
      return "pin-kernels(layers: \"kind:conv\", algorithm: \"direct\")";
    }
    if (pass.equals("connection-table")) {
      return "connection-table(layers: \"%s\", links: 1.0)".formatted(selector());
    }
    if (pass.startsWith("prune-") || pass.startsWith("merge-")) {
      return "%s(layers: \"%s\", ratio: 1)".formatted(pass, selector());
    }
    if (pass.startsWith("factorise-") || pass.startsWith("split-")) {
      return "%s(layers: \"%s\", rank: 10000, keep: \"always\")".formatted(pass, selector());
    }
    return random.nextBoolean() ? pass : "%s(layers: \"%s\")".formatted(pass, selector());
  }

  /** One to three terms. */
  String selector() {
    List<String> terms = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      String term = part();
      term = random.nextInt(4) == 0 ? term + " & " + part() : term;
      terms.add(random.nextInt(4) == 0 ? "!" + term : term);
    }
    return String.join(", ", terms);
  }

  /** A condition without {@code !}. */
  String part() {
    return switch (random.nextInt(5)) {
      case 0 -> pick(layers);
      case 1 -> pick(layers) + ".." + pick(layers);
      case 2 -> pick(layers).substring(0, 1) + "*";
      case 3 -> "kind:" + pick(KINDS);
      default -> pick(SIZES);
    };
  }

  String layer() {
    return pick(layers);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}

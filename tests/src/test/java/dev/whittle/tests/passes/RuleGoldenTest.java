package dev.whittle.tests.passes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.codegen.CompilingExecutor;
import dev.whittle.codegen.schedule.Schedules;
import dev.whittle.grammar.Cnn;
import dev.whittle.grammar.Loaded;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Node;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Parameter;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.ir.text.GraphPrinter;
import dev.whittle.ir.verify.Verifier;
import dev.whittle.passes.Exactness;
import dev.whittle.passes.Pass;
import dev.whittle.passes.PassContext;
import dev.whittle.passes.PassInfo;
import dev.whittle.passes.Target;
import dev.whittle.passes.pipeline.Catalogue;
import dev.whittle.passes.rewrite.RewritePass;
import dev.whittle.passes.rewrite.Rewriter;
import dev.whittle.passes.rewrite.Rule;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every rule alone on a network made for it, {@code resources/passes/<rule>/net.cnn}: it applies
 * where it should and nowhere else ({@code expected.cnn}, written anew with {@code
 * -Dwhittle.bless=true}), has nothing left to do afterwards, and keeps its pass's promise.
 */
class RuleGoldenTest {
  private static final Path GOLDENS = Path.of("src/test/resources/passes");
  private static final double ROUNDING = 16 * 0x1p-24;

  /** A rule of a pass. */
  record Case(PassInfo pass, Rule rule) {
    @Override
    public String toString() {
      return pass.name() + "/" + rule.name();
    }

    Path folder() {
      boolean isVariant = pass.equals(Catalogue.FOLD_PARAMETERS.info());
      return GOLDENS.resolve(isVariant ? "FoldParameters" : rule.name());
    }
  }

  static Stream<Case> rules() {
    return Catalogue.all().stream().flatMap(RuleGoldenTest::rules);
  }

  private static Stream<Case> rules(Pass pass) {
    return pass instanceof RewritePass(PassInfo info, List<Rule> rules)
        ? rules.stream()
            .map(rule -> new Case(info, rule))
            .filter(c -> !c.toString().equals("fold-parameters/RemoveDeadCode"))
        : Stream.of();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void rewritesWhatItShould(Case given) throws IOException {
    Graph source = read(given.folder().resolve("net.cnn"));
    Weights weights = weights(source);
    PassContext context =
        PassContext.of(new Target(16, 1), new Schedules(), new CompilingExecutor(), weights);
    Graph before =
        switch (given.pass().level()) {
          case PORTABLE -> source;
          case LOWERED, PLANNED -> context.run(Catalogue.LOWER, Map.of(), source);
        };
    Rewriter rewriter = new Rewriter(given.pass().name(), List.of(given.rule()));

    long patches = context.applied();
    Graph after = Verifier.verify(rewriter.run(before, context), given.pass().level());
    assertThat(context.applied()).as("patches").isGreaterThan(patches);

    compare(given.folder().resolve("expected.cnn"), GraphPrinter.print(after).text());
    patches = context.applied();
    rewriter.run(after, context);
    assertThat(context.applied()).as("patches of a second run").isEqualTo(patches);
    requireWithin(given.pass(), before, after, weights);
  }

  private static Graph read(Path file) {
    Loaded loaded = Cnn.load(file);
    assertThat(loaded.diagnostics().stream().filter(d -> d.isError())).isEmpty();
    return loaded.graphs().getFirst();
  }

  private static void compare(Path file, String actual) throws IOException {
    if (Boolean.getBoolean("whittle.bless")) {
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }

  private static Weights weights(Graph graph) {
    SplittableRandom random = new SplittableRandom(1);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Parameter(String name, TensorType type)) {
        boolean isPositive = name.endsWith("variance");
        tensors.put(name, tensor(random, type, isPositive ? 0.5 : -1));
      }
    }
    return Weights.of(tensors);
  }

  private static Tensor tensor(SplittableRandom random, TensorType type, double least) {
    int[] shape = type.bind(Map.of("N", 2)).shape().sizes();
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(least, 1.5);
    }
    return Tensor.of(values, shape);
  }

  private static void requireWithin(PassInfo pass, Graph before, Graph after, Weights weights) {
    SplittableRandom random = new SplittableRandom(2);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    before.inputs().forEach(n -> inputs.put(n.name(), tensor(random, n.type(), -1.5)));
    Evaluation expected = ReferenceEvaluator.trace(before, weights, inputs);
    Map<String, Tensor> actual = ReferenceEvaluator.evaluate(after, weights, inputs);
    if (pass.exactness() == Exactness.EXACT) {
      assertThat(actual).isEqualTo(expected.outputs());
    } else {
      assertThat(Agreement.of(expected, actual)).matches(a -> a.isWithin(ROUNDING));
    }
  }
}

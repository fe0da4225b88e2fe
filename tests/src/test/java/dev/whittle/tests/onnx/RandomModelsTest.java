package dev.whittle.tests.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.Diagnostic;
import dev.whittle.ir.Graph;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.ir.reference.ReferenceEvaluator;
import dev.whittle.onnx.OnnxExport;
import dev.whittle.onnx.OnnxImport.Imported;
import dev.whittle.onnx.translate.OnnxOperator;
import dev.whittle.onnx.translate.OnnxOperators;
import dev.whittle.passes.PassFailure;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import dev.whittle.tests.graphs.Cases;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random models of every operator that is read: what ONNX Runtime takes is read or refused with a
 * reason, and what is read computes the same, before and after it is printed, exported and
 * compiled.
 */
class RandomModelsTest {
  private static final double MOST_REFUSED = 0.1;
  private static final int CASES = Cases.isFull() ? 3_000 : 250;
  private static final int LEAST = Cases.isFull() ? 20 : 3;
  private static final int COMPILED = 8;

  private final Set<String> catalogue =
      OnnxOperators.ALL.stream().map(OnnxOperator::name).collect(Collectors.toSet());
  private final List<OnnxRecipe> recipes =
      OnnxRecipes.ALL.stream().filter(r -> catalogue.contains(r.operator())).toList();
  private final Map<String, Integer> met = new TreeMap<>();
  private final Map<String, Integer> reasons = new TreeMap<>();
  private int models;
  private int refused;
  private int compiled;
  private int uncompiled;

  @Test
  void areReadAsOnnxRuntimeReadsThem() {
    assertThat(recipes.stream().map(OnnxRecipe::operator))
        .as("operators with a recipe in OnnxRecipes")
        .containsExactlyInAnyOrderElementsOf(catalogue);
    Cases.run("random ONNX models", CASES, () -> missed().isEmpty(), this::check);
    System.out.printf("%d models, %d refused: %s%n", models, refused, reasons);
    if (Cases.isReplay()) {
      return;
    }
    assertThat(missed()).as("operators met fewer than %d times, of %s", LEAST, met).isEmpty();
    assertThat(refused).as("refused for %s", reasons).isLessThan((int) (1 + MOST_REFUSED * models));
    assertThat(compiled).as("compiled").isGreaterThan(models / COMPILED / 2);
    assertThat(uncompiled).as("no kernels for %s", reasons).isLessThan(5 + models / COMPILED / 4);
  }

  @Test
  void constantsMayBeOutputs() {
    byte[] bytes =
        ModelBytes.of(13, 2, 3)
            .output("single")
            .output("row")
            .output("rows")
            .floats("single", new int[0], 7)
            .floats("row", new int[] {4}, 1, 2, 3, 4)
            .floats("matrix", new int[] {2, 3}, 1, 2, 3, 4, 5, 6)
            .node("Identity", List.of("matrix"), List.of("rows"), Map.of())
            .node("Relu", List.of("x"), Map.of())
            .bytes();
    Imported imported = Importing.readWell(bytes);
    Map<String, Tensor> inputs = Map.of("x", Importing.random(2, 3));
    Evaluation evaluation =
        ReferenceEvaluator.trace(imported.graph().orElseThrow(), imported.weights(), inputs);
    Importing.assertAgrees("reference", evaluation, OnnxRuntime.run(bytes, inputs));
    Importing.compile(evaluation, imported.weights(), 2, inputs);
  }

  @Test
  void movedBlocksCompile() {
    byte[] bytes =
        ModelBytes.of(13, 2, 8, 2, 6)
            .output("z")
            .output("w")
            .node("DepthToSpace", List.of("x"), Map.of("blocksize", 2, "mode", "CRD"))
            .node("DepthToSpace", List.of("x"), List.of("w"), Map.of("blocksize", 2))
            .node("SpaceToDepth", List.of("y"), List.of("z"), Map.of("blocksize", 4))
            .bytes();
    Imported imported = Importing.readWell(bytes);
    Map<String, Tensor> inputs = Map.of("x", Importing.random(2, 8, 2, 6));
    Evaluation evaluation =
        ReferenceEvaluator.trace(imported.graph().orElseThrow(), imported.weights(), inputs);
    Importing.assertAgrees("reference", evaluation, OnnxRuntime.run(bytes, inputs));
    Importing.compile(evaluation, imported.weights(), 2, inputs);
  }

  private List<String> missed() {
    return catalogue.stream().filter(name -> met.getOrDefault(name, 0) < LEAST).toList();
  }

  private void check(long seed) {
    RandomModel model = RandomModel.of(seed, recipes);
    try {
      check(model, isCompiled(seed));
    } catch (RuntimeException | Error e) {
      throw new AssertionError(smallest(seed).toString(), e);
    }
  }

  private RandomModel smallest(long seed) {
    for (int steps = 1; steps < RandomModel.MOST_STEPS; steps++) {
      RandomModel start = RandomModel.of(seed, steps, recipes);
      try {
        check(start, isCompiled(seed));
      } catch (RuntimeException | Error _) {
        return start;
      }
    }
    return RandomModel.of(seed, recipes);
  }

  private static boolean isCompiled(long seed) {
    return Math.floorMod(seed, COMPILED) == 0;
  }

  private void check(RandomModel model, boolean isCompiled) {
    if (!model.hasOutputs()) {
      return;
    }
    byte[] bytes = model.bytes();
    Map<String, Tensor> inputs = model.inputs(model.batch());
    Map<String, Tensor> expected;
    try {
      expected = OnnxRuntime.run(bytes, inputs);
    } catch (OnnxRuntime.Refused _) {
      return;
    }
    models++;
    Imported imported = Importing.read(bytes);
    if (imported.graph().isEmpty()) {
      refused++;
      assertThat(imported.diagnostics()).isNotEmpty().allMatch(d -> d.code().startsWith("WO"));
      imported.diagnostics().forEach(d -> reasons.merge(reason(d), 1, Integer::sum));
      return;
    }
    model.operators().forEach(name -> met.merge(name, 1, Integer::sum));
    Graph graph = imported.graph().get();
    Importing.assertReadsBack(graph);
    Evaluation evaluation = ReferenceEvaluator.trace(graph, imported.weights(), inputs);
    Importing.assertAgrees("reference", evaluation, expected);
    Imported exported = exported(evaluation, imported.weights(), inputs);
    Graph again = exported.graph().orElseThrow();
    assertThat(Importing.graph(OnnxExport.network(again, exported.weights()).toBytes()))
        .isEqualTo(again);
    if (isCompiled) {
      try {
        Importing.compile(evaluation, imported.weights(), model.batch(), inputs);
        compiled++;
      } catch (PassFailure e) {
        uncompiled++;
        reasons.merge(reason(e.diagnostic()), 1, Integer::sum);
      }
    }
    if (model.isOpen()) {
      int batch = model.batch() + 1;
      Map<String, Tensor> more = model.inputs(batch);
      Importing.assertAgrees(
          "another batch",
          ReferenceEvaluator.trace(graph, imported.weights(), more),
          OnnxRuntime.run(bytes, more));
    }
  }

  private static Imported exported(
      Evaluation evaluation, Weights weights, Map<String, Tensor> inputs) {
    byte[] bytes = OnnxExport.network(evaluation.graph(), weights).toBytes();
    Importing.assertAgrees("exported", evaluation, OnnxRuntime.run(bytes, inputs));
    return Importing.readWell(bytes);
  }

  /** What is refused, without names and numbers. */
  private static String reason(Diagnostic diagnostic) {
    return diagnostic.code()
        + " "
        + diagnostic.message().replaceAll(" `[^`]*`", "").replaceAll("-?\\d+", "#");
  }
}

package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Expanded;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Silu;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions of expanded maps: against the reference, and bit by bit against two steps. */
class ExpandedConvolutionTest {
  private static final double TOLERANCE = 1e-5;

  private final ScheduleCases cases = new ScheduleCases("expansions");

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void agreesWithTheReference(int lanes) {
    for (int i = 0; i < cases.tries(40); i++) {
      check(random(lanes), lanes);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 4})
  void cutsMapsThatACacheHasNoRoomFor(int lanes) {
    int columns = 2000 / lanes;
    OpCase large =
        new OpCase(
            new Expanded(filter(3, 2, 1, 1, 3 * lanes), List.of(new Relu())),
            List.of(
                cases.tensor(1, lanes, 61, columns),
                cases.tensor(3 * lanes, lanes, 1, 1),
                cases.tensor(3 * lanes),
                cases.tensor(3 * lanes, 1, 3, 3)),
            3,
            List.of());
    Target target = new Target(lanes, 1);
    assertThat(
            large
                .run(large.candidates(target).getFirst(), target, cases.random)
                .plan()
                .plan()
                .steps())
        .anyMatch(step -> step.units() >= 4);
    check(large, lanes);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void leavesFiltersOfSeveralOutputsPerChannelAlone(int lanes) {
    OpCase twice =
        new OpCase(
            new Expanded(filter(3, 1, 1, 1, 8), List.of()),
            List.of(
                cases.tensor(1, 4, 9, 9),
                cases.tensor(8, 4, 1, 1),
                cases.tensor(8),
                cases.tensor(16, 1, 3, 3)),
            3,
            List.of());
    assertThat(twice.candidates(new Target(lanes, 1)))
        .noneMatch(candidate -> candidate.parts().isEmpty());
  }

  private OpCase random(int lanes) {
    int inputs = channels(lanes);
    int channels = channels(lanes);
    Conv filter =
        new Conv(
            List.of(cases.pick(1, 3, 3, 5), cases.pick(1, 3, 3, 5)),
            List.of(cases.pick(1, 1, 2, 3), cases.pick(1, 1, 2, 3)),
            List.of(
                cases.pick(0, 1, 2), cases.pick(0, 1, 3), cases.pick(0, 1), cases.pick(0, 1, 2)),
            List.of(cases.pick(1, 1, 2), cases.pick(1, 1, 2)),
            channels);
    List<Activation> functions =
        cases.choose(
            List.of(),
            List.of(new Relu()),
            List.of(new Clip(0, 6)),
            List.of(new Silu()),
            List.of(new HardSwish(), new Silu()));
    List<Tensor> operands = new ArrayList<>();
    operands.add(
        cases.tensor(
            cases.pick(1, 1, 2, 3), inputs, cases.pick(9, 11, 13, 28), cases.pick(9, 14, 17, 31)));
    operands.add(cases.tensor(channels, inputs, 1, 1));
    operands.add(cases.tensor(channels));
    operands.add(cases.tensor(channels, 1, filter.kernel().get(0), filter.kernel().get(1)));
    if (cases.random.nextInt(4) > 0) {
      operands.add(cases.tensor(channels));
    }
    int own = operands.size();
    Expanded expanded = new Expanded(filter, functions);
    List<Epilogue> epilogue = new ArrayList<>();
    if (cases.random.nextInt(3) == 0) {
      OpCase alone = new OpCase(expanded, operands, own - 1, List.of());
      operands.add(cases.tensor(expanded.infer(alone.operandTypes()).getFirst().shape().sizes()));
      epilogue.add(new Epilogue.AddOperand());
    }
    if (cases.random.nextBoolean()) {
      Activation function = cases.choose(new Relu(), new Clip(0, 6), new Silu());
      epilogue.add(cases.random.nextInt(epilogue.size() + 1), new Epilogue.Apply(function));
    }
    return new OpCase(expanded, operands, own - 1, epilogue);
  }

  private void check(OpCase given, int lanes) {
    Map<String, Tensor> apart = apart(given, new Target(lanes, 1));
    for (int threads : new int[] {1, 2, 5}) {
      Target target = new Target(lanes, threads);
      Candidate candidate = given.candidates(target).getFirst();
      Map<String, Tensor> results = given.run(candidate, target, cases.random).results();
      String what =
          "%s of %s for %d lanes, %d threads"
              .formatted(given.op(), given.operandTypes(), lanes, threads);
      assertThat(Agreement.of(given.expected(), results)).matches(a -> a.isWithin(TOLERANCE), what);
      assertThat(results.get("y0").floats()).as(what).isEqualTo(apart.get("y0").floats());
    }
  }

  private Map<String, Tensor> apart(OpCase given, Target target) {
    Expanded expanded = (Expanded) given.op();
    List<Epilogue> functions =
        expanded.functions().stream().<Epilogue>map(Epilogue.Apply::new).toList();
    OpCase expansion =
        new OpCase(expanded.expansion(), Expanded.expanding(given.operands()), 2, functions);
    Tensor map = run(expansion, "direct", target).get("y0");
    List<Tensor> operands = Expanded.filtering(map, given.operands());
    return run(
        new OpCase(expanded.filter(), operands, given.parameters() - 2, given.epilogue()),
        "depthwise",
        target);
  }

  private Map<String, Tensor> run(OpCase step, String algorithm, Target target) {
    List<Candidate> candidates =
        step.candidates(target).stream().filter(c -> c.algorithm().equals(algorithm)).toList();
    return step.run(candidates.getLast(), target, cases.random).results();
  }

  private static Conv filter(int kernel, int stride, int pad, int dilation, int channels) {
    return new Conv(
        List.of(kernel, kernel),
        List.of(stride, stride),
        List.of(pad, pad, pad, pad),
        List.of(dilation, dilation),
        channels);
  }

  private int channels(int lanes) {
    return cases.pick(2, Math.max(2, lanes - 1), lanes + 1, 2 * lanes, 3, 2 * lanes + 3, 5 * lanes);
  }
}

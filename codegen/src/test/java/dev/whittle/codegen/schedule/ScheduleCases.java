package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Gelu;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Silu;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Random operators, and what holds every candidate for them to the reference. */
final class ScheduleCases {
  /** Rounding of sums of some hundred products, relative to what is summed. */
  private static final double TOLERANCE = 1e-5;

  /** Rounding of an activation or of a sum of two, relative to the largest result. */
  private static final double ROUNDING = 1e-6;

  static final List<Op> ACTIVATIONS =
      List.of(
          new Relu(),
          new Clip(0, 6),
          new LeakyRelu(0.1f),
          new Sigmoid(),
          new Tanh(),
          new HardSwish(),
          new HardSigmoid(0.2f, 0.5f),
          new Silu(),
          new Abs(),
          new Neg(),
          new Exp(),
          new Log(),
          new Sqrt(),
          new Erf(),
          new Round(),
          new Floor(),
          new Elu(0.75f),
          new Softplus(),
          new Gelu(Gelu.Approximation.NONE),
          new Gelu(Gelu.Approximation.TANH));

  final RandomGenerator random;

  /** The algorithms of all candidates that were held to the reference. */
  final Set<String> algorithms = new TreeSet<>();

  /**
   * Cases from a new seed, or from that of {@code -Dwhittle.seed}.
   *
   * @param what they are, for people
   */
  ScheduleCases(String what) {
    long seed = Long.getLong("whittle.seed", RandomGenerator.getDefault().nextLong());
    System.out.printf("%s: cases from -Dwhittle.seed=%d%n", what, seed);
    random = new SplittableRandom(seed);
  }

  void check(Op op, int lanes, int parameters, List<Tensor> operands) {
    List<Tensor> own =
        operands.subList(0, Math.min(operands.size(), allowed(op, parameters, operands)));
    List<TensorType> types = own.stream().map(t -> TensorType.f32(t.shape())).toList();
    List<Epilogue> epilogue = new ArrayList<>();
    List<Tensor> all = new ArrayList<>(own);
    Target target = new Target(lanes, 1);
    List<Candidate> offered = new Schedules().candidates(op, types, op.infer(types), target);
    if (offered.stream().anyMatch(Candidate::fusesResidual) && random.nextInt(3) == 0) {
      epilogue.add(new Epilogue.AddOperand());
      all.add(tensor(op.infer(types).getFirst().shape().sizes()));
    }
    if (offered.stream().anyMatch(Candidate::fusesActivation) && random.nextInt(2) == 0) {
      List<Activation> fused =
          ACTIVATIONS.stream()
              .map(Activation.class::cast)
              .filter(a -> a.keepsFinite() && !(a instanceof Round || a instanceof Floor))
              .toList();
      int more = random.nextInt(3) > 0 ? 1 : 4 - epilogue.size();
      for (int i = 0; i < more; i++) {
        epilogue.add(
            random.nextInt(epilogue.size() + 1),
            new Epilogue.Apply(fused.get(random.nextInt(fused.size()))));
      }
    }
    OpCase given = new OpCase(op, all, parameters, epilogue);
    List<Candidate> candidates = given.candidates(target);
    assertThat(offered).as(op + " of " + types).isNotEmpty();
    if (candidates.isEmpty()) {
      return;
    }
    Evaluation expected = given.expected();
    for (Candidate candidate : candidates) {
      String what =
          "%s of %s then %s as %s for %d lanes"
              .formatted(op, given.operandTypes(), epilogue, candidate, lanes);
      algorithms.add(candidate.algorithm());
      Map<String, Tensor> actual;
      try {
        actual = given.run(candidate, target, random).results();
      } catch (RuntimeException | Error e) {
        throw new AssertionError(what, e);
      }
      if (candidate.error() == 0) {
        assertThat(Agreement.of(expected, actual)).matches(a -> a.isWithin(TOLERANCE), what);
      } else {
        double largest = largest(new OpCase(op, own, parameters, List.of()).expected());
        assertThat(difference(expected, actual))
            .as(what)
            .isLessThanOrEqualTo(candidate.error() * largest + ROUNDING * largest(expected));
      }
    }
  }

  private static double largest(Evaluation evaluation) {
    double largest = 0;
    for (Tensor tensor : evaluation.outputs().values()) {
      for (float value : tensor.floats()) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }

  private static double difference(Evaluation expected, Map<String, Tensor> actual) {
    double largest = 0;
    for (Map.Entry<String, Tensor> output : expected.outputs().entrySet()) {
      float[] values = output.getValue().floats();
      float[] others = actual.get(output.getKey()).floats();
      for (int i = 0; i < values.length; i++) {
        double difference = Math.abs((double) values[i] - others[i]);
        largest = difference >= 0 ? Math.max(largest, difference) : Double.POSITIVE_INFINITY;
      }
    }
    return largest;
  }

  private int allowed(Op op, int parameters, List<Tensor> operands) {
    return op instanceof Conv || op instanceof Dense ? 1 + parameters : operands.size();
  }

  int tries(int sample) {
    return "full".equals(System.getProperty("whittle.cases")) ? 1000 : sample;
  }

  int channels(int lanes) {
    return pick(
        1, Math.max(1, lanes - 1), lanes, lanes + 1, 2 * lanes, 3, 2 * lanes + 3, 5 * lanes);
  }

  @SafeVarargs
  final <T> T choose(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  Tensor tensor(int... shape) {
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-1f, 1f);
    }
    return Tensor.of(values, shape);
  }
}

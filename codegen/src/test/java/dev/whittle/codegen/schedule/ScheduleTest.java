package dev.whittle.codegen.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Gelu;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Silu;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.ir.reference.Agreement;
import dev.whittle.ir.reference.Evaluation;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every candidate of every op against the reference, at sizes around the width. */
class ScheduleTest {
  /** Rounding of sums of some hundred products, relative to what is summed. */
  private static final double TOLERANCE = 1e-5;

  /** Rounding of an activation or of a sum of two, relative to the largest result. */
  private static final double ROUNDING = 1e-6;

  private static final List<Op> ACTIVATIONS =
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

  private static final List<ElementType> INTEGERS =
      List.of(ElementType.I8, ElementType.U8, ElementType.I32, ElementType.I64, ElementType.BOOL);

  private static final List<Op> ARITHMETIC =
      List.of(new Add(), new Sub(), new Mul(), new Div(), new Minimum(), new Maximum(), new Pow());

  private final RandomGenerator random = seeded();

  private static RandomGenerator seeded() {
    long seed = Long.getLong("whittle.seed", RandomGenerator.getDefault().nextLong());
    System.out.printf("schedules: cases from -Dwhittle.seed=%d%n", seed);
    return new SplittableRandom(seed);
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void convolutions(int lanes) {
    for (int i = 0; i < tries(60); i++) {
      int groups = pick(1, 1, 1, 2, 3);
      int inputs = groups * channels(lanes);
      int outputs = groups * channels(lanes);
      int separate = pick(0, 0, 1, 2);
      if (separate > 0) {
        groups = separate == 1 ? inputs : pick(1, 2, 3, 5, 7);
        inputs = separate == 1 ? inputs : groups * pick(2, 4, 8);
        outputs = inputs;
      }
      Conv conv =
          new Conv(
              List.of(pick(1, 1, 2, 3, 5), pick(1, 1, 3, 3, 4, 7)),
              List.of(pick(1, 1, 2, 3), pick(1, 1, 2, 3)),
              List.of(pick(0, 1, 2), pick(0, 1, 3), pick(0, 1), pick(0, 1, 2)),
              List.of(pick(1, 1, 2), pick(1, 1, 2)),
              groups);
      Tensor x = tensor(pick(1, 1, 2, 3), inputs, pick(9, 11, 13), pick(13, 14, 17, 31));
      Tensor w = tensor(outputs, inputs / groups, conv.kernel().get(0), conv.kernel().get(1));
      check(conv, lanes, pick(1, 2), List.of(x, w, tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void convolutionsInGroupsOfAnySize(int lanes) {
    for (int i = 0; i < tries(60); i++) {
      int groups = pick(2, 3, 5, 9, 17);
      int inputs = pick(1, 2, 3, 5, 6, 8, 12, lanes, lanes + 4, 2 * lanes + 3);
      int outputs = pick(1, 2, 3, 5, 8, 12, lanes, lanes + lanes / 2, 2 * lanes + 1, 3 * lanes);
      Conv conv =
          new Conv(
              List.of(pick(1, 1, 2, 3), pick(1, 1, 3, 3, 5, 12)),
              List.of(pick(1, 1, 2), pick(1, 1, 2, 3)),
              List.of(pick(0, 1, 2), pick(0, 1, 3), pick(0, 1), pick(0, 1, 2)),
              List.of(pick(1, 1, 2), pick(1, 1, 2)),
              groups);
      Tensor x = tensor(pick(1, 1, 2), groups * inputs, pick(5, 7, 8), pick(23, 28, 31));
      int channels = groups * outputs;
      Tensor w = tensor(channels, inputs, conv.kernel().get(0), conv.kernel().get(1));
      check(conv, lanes, pick(1, 2), List.of(x, w, tensor(channels)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void groupsKeepWhatIsNotFiniteToThemselves(int lanes) {
    for (int i = 0; i < tries(20); i++) {
      int groups = pick(2, 3, 5, 9);
      int inputs = pick(1, 2, 3, 8, lanes, lanes + 4);
      int outputs = groups * pick(1, 2, 3, 8, lanes, lanes + 4);
      List<Integer> ones = List.of(1, 1);
      Conv conv = new Conv(List.of(3, 3), ones, List.of(1, 1, 1, 1), ones, groups);
      Tensor x = tensor(pick(1, 2), groups * inputs, pick(5, 8), pick(13, 31));
      x.floats()[random.nextInt(x.floats().length)] =
          choose(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
      List<Tensor> operands = List.of(x, tensor(outputs, inputs, 3, 3), tensor(outputs));
      OpCase given = new OpCase(conv, operands, 2, List.of());
      Evaluation expected = given.expected();
      Target target = new Target(lanes, 1);
      for (Candidate candidate : given.candidates(target)) {
        if (candidate.error() == 0) {
          Map<String, Tensor> actual = given.run(candidate, target, random).results();
          assertThat(kinds(actual))
              .as("%s of %s as %s", conv, given.operandTypes(), candidate)
              .isEqualTo(kinds(expected.outputs()));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void smallConvolutionsOfEveryPosition(int lanes) {
    for (int i = 0; i < tries(30); i++) {
      List<Integer> kernel = choose(List.of(3, 3), List.of(3, 3), List.of(3, 1), List.of(1, 3));
      int groups = pick(1, 1, 1, 2);
      int inputs = groups * (groups > 1 ? lanes * pick(1, 2) : channels(lanes));
      int outputs = groups * (groups > 1 ? lanes * pick(1, 2, 3) : channels(lanes));
      Conv conv =
          new Conv(
              kernel,
              List.of(1, 1),
              List.of(pick(0, 1, 2), pick(0, 1, 3), pick(0, 1, 4), pick(0, 1, 2)),
              List.of(1, 1),
              groups);
      Tensor x = tensor(pick(1, 1, 2, 3, 5), inputs, pick(3, 7, 8, 13, 14), pick(3, 5, 14, 19));
      Tensor w = tensor(outputs, inputs / groups, kernel.get(0), kernel.get(1));
      check(conv, lanes, pick(1, 2), List.of(x, w, tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4})
  void convolutionsOfOneTapWithChannelsInHalves(int lanes) {
    for (int i = 0; i < tries(30); i++) {
      int inputs = lanes * pick(2, 4, 6);
      int outputs = lanes * pick(4, 8, 12, 20);
      List<Integer> strides = List.of(pick(1, 1, 2), pick(1, 1, 2, 3));
      Conv conv = new Conv(List.of(1, 1), strides, List.of(0, 0, 0, 0), List.of(1, 1), 1);
      Tensor x = tensor(pick(1, 1, 2, 3, 5), inputs, pick(1, 3, 7, 8, 13), pick(2, 3, 5, 14, 19));
      check(conv, lanes, pick(1, 2), List.of(x, tensor(outputs, inputs, 1, 1), tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4})
  void largeConvolutionsOfEveryPosition(int lanes) {
    for (int i = 0; i < tries(10); i++) {
      List<Integer> kernel = List.of(pick(2, 4, 5, 7, 11), pick(2, 3, 5, 6, 9, 13));
      Conv conv =
          new Conv(
              kernel,
              List.of(1, 1),
              List.of(pick(0, 2), pick(0, 1, 6), pick(1, 4), pick(0, 3)),
              List.of(1, 1),
              1);
      int inputs = channels(lanes);
      Tensor x = tensor(pick(1, 1, 2, 5), inputs, pick(11, 14, 27), pick(13, 19, 40));
      Tensor w = tensor(channels(lanes), inputs, kernel.get(0), kernel.get(1));
      check(conv, lanes, pick(1, 2), List.of(x, w, tensor(w.shape()[0])));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void pools(int lanes) {
    for (int i = 0; i < tries(40); i++) {
      List<Integer> kernel = List.of(pick(1, 2, 3), pick(2, 3, 5));
      List<Integer> strides = List.of(pick(1, 2, 3), pick(1, 2, 3));
      List<Integer> pads =
          List.of(
              pick(0, kernel.get(0) - 1),
              pick(0, 1),
              pick(0, kernel.get(0) - 1),
              pick(0, kernel.get(1) - 1));
      boolean ceil = random.nextBoolean();
      Op pool =
          random.nextBoolean()
              ? new MaxPool(kernel, strides, pads, List.of(pick(1, 2), pick(1, 2)), ceil)
              : new AveragePool(kernel, strides, pads, ceil, random.nextBoolean());
      check(pool, lanes, 0, List.of(tensor(pick(1, 2), channels(lanes), pick(7, 10), pick(9, 23))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void products(int lanes) {
    for (int i = 0; i < tries(20); i++) {
      int inputs = pick(1, 7, 64, 100, 1024);
      int outputs = pick(1, 10, lanes, 16, 33, 300);
      check(
          new Dense(),
          lanes,
          pick(1, 2),
          List.of(
              tensor(pick(1, 2, 5, 11, 17, 29), inputs), tensor(outputs, inputs), tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void elementwise(int lanes) {
    for (int i = 0; i < tries(10); i++) {
      int[] shape = {pick(1, 2), channels(lanes), pick(1, 5, 17), pick(3, 40)};
      for (Op op : ACTIVATIONS) {
        check(op, lanes, 0, List.of(tensor(shape)));
      }
      for (ElementType type : INTEGERS) {
        check(new Cast(type), lanes, 0, List.of(wide(shape)));
      }
      for (Op op : ARITHMETIC) {
        check(op, lanes, 0, List.of(tensor(shape), tensor(shape)));
        check(op, lanes, 0, List.of(tensor(shape), tensor(pick(1, shape[0]), shape[1], 1, 1)));
        check(op, lanes, 0, List.of(tensor(shape), tensor(1, 1, 1, shape[3])));
      }
      check(new GlobalAveragePool(), lanes, 0, List.of(tensor(shape)));
      check(new Softmax(pick(0, 1, 2, 3, -1)), lanes, 0, List.of(tensor(shape)));
      check(new Softmax(1), lanes, 0, List.of(tensor(pick(1, 3), pick(1, 10, 100))));
      check(
          new BatchNorm(1e-5f),
          lanes,
          4,
          List.of(
              tensor(shape),
              tensor(shape[1]),
              tensor(shape[1]),
              tensor(shape[1]),
              positive(shape[1])));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void joinsAndCuts(int lanes) {
    for (int i = 0; i < tries(10); i++) {
      int batch = pick(1, 2);
      int rows = pick(1, 5);
      int left = pick(lanes, 2 * lanes, 3);
      int right = channels(lanes);
      Tensor x = tensor(batch, left, rows, 3);
      Tensor y = tensor(batch, right, rows, 3);
      check(new Concat(pick(1, -3)), lanes, 0, List.of(x, y, x));
      check(new Concat(1), lanes, 0, List.of(x, x, y));
      Tensor both = tensor(batch, left + right, rows, 3);
      check(new Split(1, List.of(left, right)), lanes, 0, List.of(both));
      List<Integer> from = List.of(left, 0);
      List<Integer> to = List.of(left + pick(right, Math.min(right, lanes)), rows);
      check(new Slice(from, to, List.of(1, 2), List.of(1, 1)), lanes, 0, List.of(both));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void shuffles(int lanes) {
    for (int i = 0; i < tries(25); i++) {
      int groups = pick(1, 2, 2, 3, 4, 5, lanes, lanes + 1);
      int channels =
          groups * pick(1, 2, Math.max(1, lanes - 1), lanes, lanes + 1, 29, channels(lanes));
      int[] space = random.ints(pick(0, 1, 2, 2, 3), 1, 6).toArray();
      int batch = pick(1, 2, 3);
      List<Tensor> operands = new ArrayList<>();
      for (int part : parts(channels)) {
        operands.add(tensor(shape(batch, part, space)));
      }
      List<Integer> sizes = pick(0, 1, 1) == 0 ? List.of() : parts(channels);
      check(new ChannelShuffle(groups, sizes), lanes, 0, operands);
    }
  }

  /** One to three sizes that add up to {@code channels}. */
  private List<Integer> parts(int channels) {
    List<Integer> parts = new ArrayList<>();
    int left = channels;
    for (int i = pick(0, 1, 1, 2); i > 0 && left > 1; i--) {
      int part = random.nextBoolean() ? left / 2 : random.nextInt(1, left);
      parts.add(part);
      left -= part;
    }
    parts.add(left);
    return parts;
  }

  private static int[] shape(int batch, int channels, int... space) {
    int[] shape = new int[space.length + 2];
    shape[0] = batch;
    shape[1] = channels;
    System.arraycopy(space, 0, shape, 2, space.length);
    return shape;
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void movements(int lanes) {
    for (int i = 0; i < tries(15); i++) {
      int[] shape = {pick(1, 2, 3), channels(lanes), pick(2, 5, 7), pick(3, 9)};
      int channels = shape[1];
      List<Tensor> x = List.of(tensor(shape));
      check(new LocalResponseNorm(pick(1, 2, 5), 1f, 0.75f, 1f), lanes, 0, x);
      check(new LocalResponseNorm(pick(1, 4, 5), 0.1f, 0.6f, 2f), lanes, 0, x);
      check(
          new Upsample(List.of(pick(1, 2, 3), pick(1, 2, 4)), Upsample.Mode.NEAREST), lanes, 0, x);
      check(
          new Upsample(List.of(pick(1, 2, 3), pick(1, 2, 4)), Upsample.Mode.BILINEAR), lanes, 0, x);
      check(new Mean(List.of(2, 3), random.nextBoolean()), lanes, 0, x);
      List<Integer> axes = List.of(pick(0, 1), pick(2, -1));
      check(new Mean(axes, random.nextBoolean()), lanes, 0, x);
      check(new ArgMax(pick(1, 2, -1), random.nextBoolean(), random.nextBoolean()), lanes, 0, x);
      check(new ReduceSum(axes, random.nextBoolean()), lanes, 0, x);
      check(new ReduceMax(axes, random.nextBoolean()), lanes, 0, x);
      check(new ReduceMin(axes, random.nextBoolean()), lanes, 0, x);
      check(new Pad(List.of(0, pick(0, 1), 1, 2, pick(0, 1), 0, 0, 3), 0.5f), lanes, 0, x);
      check(new Transpose(List.of(3, 2, 1, 0)), lanes, 0, x);
      check(new Transpose(List.of(0, 2, 3, 1)), lanes, 0, x);
      check(new Slice(List.of(0, 1), List.of(-1, 9), List.of(2, 3), List.of(1, 2)), lanes, 0, x);
      check(new Concat(pick(0, 1, 2, 3)), lanes, 0, List.of(x.get(0), tensor(shape), x.get(0)));
      check(new Split(3, List.of(1, shape[3] - 1)), lanes, 0, x);
      if (channels > 1) {
        check(new Split(1, List.of(1, channels - 1)), lanes, 0, x);
      }
    }
  }

  private void check(Op op, int lanes, int parameters, List<Tensor> operands) {
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
      epilogue.add(
          random.nextInt(epilogue.size() + 1),
          new Epilogue.Apply(fused.get(random.nextInt(fused.size()))));
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

  /** Which values are finite, NaN or infinite. */
  private static String kinds(Map<String, Tensor> results) {
    StringBuilder kinds = new StringBuilder();
    for (Tensor tensor : results.values()) {
      for (float value : tensor.floats()) {
        kinds.append(
            Float.isNaN(value) ? 'n' : Float.isFinite(value) ? '.' : value > 0 ? '+' : '-');
      }
    }
    return kinds.toString();
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

  private int tries(int sample) {
    return "full".equals(System.getProperty("whittle.cases")) ? 1000 : sample;
  }

  private int channels(int lanes) {
    return pick(
        1, Math.max(1, lanes - 1), lanes, lanes + 1, 2 * lanes, 3, 2 * lanes + 3, 5 * lanes);
  }

  @SafeVarargs
  private <T> T choose(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private int pick(int... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private Tensor tensor(int... shape) {
    float[] values = new float[Math.toIntExact(Tensor.elementCount(shape))];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat(-1f, 1f);
    }
    return Tensor.of(values, shape);
  }

  /** Numbers of every size and sign, whole ones and such that are none among them. */
  private Tensor wide(int... shape) {
    Tensor tensor = tensor(shape);
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(8)) {
            case 0 -> choose(0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE);
            case 1 -> random.nextInt(-300, 300);
            case 2 -> values[i] * 0x1p70f;
            case 3 -> values[i] * 0x1p33f;
            default -> values[i] * 200;
          };
    }
    return tensor;
  }

  private Tensor positive(int... shape) {
    Tensor tensor = tensor(shape);
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]) + 0.1f;
    }
    return tensor;
  }
}

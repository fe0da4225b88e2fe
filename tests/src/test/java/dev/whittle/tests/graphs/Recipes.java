package dev.whittle.tests.graphs;

import static dev.whittle.tests.graphs.Grower.fresh;
import static dev.whittle.tests.graphs.Grower.read;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Dropout;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.Gelu;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Silu;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.runtime.ElementType;
import dev.whittle.tests.graphs.Grower.Operand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** How to go on from a network: one method for each family of ops. */
final class Recipes {
  private final Grower grower;
  private final SplittableRandom random;
  private final WindowRecipes windows;
  private final MovementRecipes movements;

  Recipes(Grower grower) {
    this.grower = grower;
    this.random = grower.random();
    this.windows = new WindowRecipes(grower);
    this.movements = new MovementRecipes(grower);
  }

  /** Adds one op, or two where an op needs another before it. */
  void step() {
    int before = grower.ops();
    while (grower.ops() == before) {
      attempt();
    }
  }

  private void attempt() {
    switch (random.nextInt(50)) {
      case 0, 1, 2, 3, 4 -> windows.conv();
      case 5 -> windows.expansion();
      case 6, 7 -> dense();
      case 8, 9 -> windows.maxPool();
      case 10, 11 -> windows.averagePool();
      case 12 -> windows.globalAveragePool();
      case 13 -> batchNorm();
      case 14, 15, 16, 17, 18, 40, 41, 42, 43 -> grower.add(activation(), read(grower.value()));
      case 19 -> softmax();
      case 20, 21, 22, 33, 34, 44, 45 -> arithmetic();
      case 23, 24 -> movements.concat();
      case 25 -> movements.pad();
      case 26 -> movements.reshape();
      case 27 -> movements.flatten();
      case 28 -> movements.transpose();
      case 29 -> movements.slice();
      case 30 -> movements.split();
      case 48 -> movements.shuffle();
      case 31, 37 -> movements.reduction();
      case 32, 35, 38, 39, 46, 47 -> rarer();
      default -> movements.upsample();
    }
  }

  /** Ops that networks seldom have; rounding only where nothing was rounded before. */
  private void rarer() {
    switch (random.nextInt(10)) {
      case 0 -> localResponseNorm();
      case 1 -> grower.add(new Dropout(random.nextInt(1, 10) / 10f), read(grower.value()));
      case 2 -> grower.add(new Round(), read(grower.input()));
      case 3, 4 -> argMax();
      case 5 -> grower.add(new Floor(), read(grower.input()));
      case 6 -> cast();
      default -> ofPositive();
    }
  }

  private void cast() {
    ElementType type =
        switch (random.nextInt(5)) {
          case 0 -> ElementType.I8;
          case 1 -> ElementType.U8;
          case 2 -> ElementType.I32;
          case 3 -> ElementType.I64;
          default -> ElementType.BOOL;
        };
    for (Value whole : grower.add(new Cast(type), read(grower.input()))) {
      if (!grower.chance(4)) {
        grower.add(new ToFloat(), read(whole));
      }
    }
  }

  private void argMax() {
    int rank = grower.shape(grower.input()).length;
    int axis = random.nextInt(1, rank);
    ArgMax argMax =
        new ArgMax(grower.chance(3) ? axis - rank : axis, grower.chance(2), grower.chance(2));
    for (Value position : grower.add(argMax, read(grower.input()))) {
      if (!grower.chance(4)) {
        grower.add(new ToFloat(), read(position));
      }
    }
  }

  /** A function that only positive numbers of no great size have a finite value of. */
  private void ofPositive() {
    for (Value positive : positive(grower.value())) {
      switch (random.nextInt(4)) {
        case 0 -> grower.add(new Exp(), read(positive));
        case 1 -> grower.add(new Log(), read(positive));
        case 2 -> grower.add(new Sqrt(), read(positive));
        default -> {
          int[] shape = broadcastShape(grower.shape(positive));
          Operand power = fresh("power", RandomTensors.uniform(random, 0, 2, shape));
          grower.add(new Pow(), read(positive), power);
        }
      }
    }
  }

  /** Numbers of moderate size made of {@code x}, away from 0; none where they are too many. */
  private List<Value> positive(Value x) {
    return grower.add(new Sigmoid(), read(x)).stream()
        .flatMap(v ->
            grower
                .add(new Add(), read(v), fresh("offset", RandomTensors.uniform(random, 0.5, 1, 1)))
                .stream())
        .toList();
  }

  private Activation activation() {
    return switch (random.nextInt(18)) {
      case 0, 1 -> new Relu();
      case 2 -> new Clip(0, 6);
      case 3 -> new Clip(-random.nextInt(4) / 4f, random.nextInt(1, 8) / 4f);
      case 4 -> new LeakyRelu(random.nextInt(1, 30) / 100f);
      case 5 -> new Sigmoid();
      case 6 -> new Tanh();
      case 7 -> new HardSwish();
      case 8 -> new HardSigmoid(grower.pick(1, 2) / 6f, 0.5f);
      case 9 -> new Abs();
      case 10 -> new Neg();
      case 11 -> new Erf();
      case 12 -> new Elu(grower.pick(1, 2) / 2f);
      case 13 -> new Softplus();
      case 14 -> new Gelu(Gelu.Approximation.NONE);
      case 15 -> new Gelu(Gelu.Approximation.TANH);
      default -> new Silu();
    };
  }

  private void dense() {
    Optional<Value> matrix = grower.value(shape -> shape.length == 2 && shape[1] <= 2048);
    if (matrix.isEmpty()) {
      movements.flatten();
      return;
    }
    int inputs = grower.shape(matrix.get())[1];
    int outputs = grower.chance(6) ? grower.pick(1, 10, 63, 65) : grower.channels();
    List<Operand> operands = new ArrayList<>();
    operands.add(read(matrix.get()));
    operands.add(fresh("weight", RandomTensors.weight(random, outputs, inputs)));
    if (!grower.chance(3)) {
      operands.add(fresh("bias", RandomTensors.normal(random, 0.5, outputs)));
    }
    grower.add(new Dense(), operands.toArray(Operand[]::new));
  }

  private void batchNorm() {
    grower
        .value(shape -> shape.length >= 2)
        .ifPresent(x -> {
          int channels = grower.shape(x)[1];
          grower.add(
              new BatchNorm(grower.chance(2) ? 1e-5f : 1e-3f),
              read(x),
              fresh("scale", RandomTensors.normal(random, 1, channels)),
              fresh("shift", RandomTensors.normal(random, 0.5, channels)),
              fresh("mean", RandomTensors.normal(random, 0.5, channels)),
              fresh("variance", RandomTensors.uniform(random, 0.1, 2, channels)));
        });
  }

  private void softmax() {
    Value x = grower.value();
    int rank = grower.shape(x).length;
    int first = grower.firstAxis();
    if (rank > first) {
      int axis = random.nextInt(first, rank);
      grower.add(new Softmax(grower.chance(4) ? axis - rank : axis), read(x));
    }
  }

  private void localResponseNorm() {
    grower
        .value(shape -> shape.length >= 2)
        .ifPresent(x ->
            grower.add(
                new LocalResponseNorm(
                    random.nextInt(1, 7),
                    random.nextInt(1, 20) / 100f,
                    grower.chance(2) ? 0.75f : 0.5f,
                    random.nextInt(1, 3)),
                read(x)));
  }

  private void arithmetic() {
    Value x = grower.value();
    switch (random.nextInt(6)) {
      case 0, 1 -> {
        int[] shape = grower.shape(x);
        grower
            .value(other -> Arrays.equals(other, shape))
            .ifPresent(other -> grower.add(anyButQuotient(), read(x), read(other)));
      }
      case 2 -> {
        int[] shape = grower.shape(x);
        grower
            .value(other -> !Arrays.equals(other, shape) && broadcasts(other, shape))
            .ifPresent(other -> either(anyButQuotient(), read(x), read(other)));
      }
      case 3 -> safeQuotient(x);
      default -> withTensor(x);
    }
  }

  private Arithmetic anyButQuotient() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new Add();
      case 2, 3 -> new Sub();
      case 4 -> new Minimum();
      case 5 -> new Maximum();
      default -> new Mul();
    };
  }

  private void withTensor(Value x) {
    int[] shape = broadcastShape(grower.shape(x));
    if (grower.chance(3)) {
      grower.add(
          new Div(), read(x), fresh("divisor", RandomTensors.uniform(random, 0.5, 2, shape)));
    } else {
      either(anyButQuotient(), read(x), fresh("operand", RandomTensors.normal(random, 1, shape)));
    }
  }

  /** Divides two computed values, the divisor kept away from 0. */
  private void safeQuotient(Value x) {
    int[] shape = grower.shape(x);
    Optional<Value> other = grower.value(o -> broadcasts(o, shape));
    if (other.isEmpty()) {
      return;
    }
    positive(other.get()).forEach(d -> grower.add(new Div(), read(x), read(d)));
  }

  private void either(Arithmetic op, Operand left, Operand right) {
    if (grower.chance(2)) {
      grower.add(op, left, right);
    } else {
      grower.add(op, right, left);
    }
  }

  /** A shape that broadcasts to {@code shape}: per channel, per column, one number, or the like. */
  private int[] broadcastShape(int[] shape) {
    int drop = grower.chance(2) ? Math.min(1, shape.length) : random.nextInt(shape.length + 1);
    int[] part = Arrays.copyOfRange(shape, drop, shape.length);
    boolean perChannel = grower.chance(2);
    for (int i = 0; i < part.length; i++) {
      if (drop + i < grower.firstAxis() || (perChannel ? drop + i != 1 : grower.chance(3))) {
        part[i] = 1;
      }
    }
    return part;
  }

  private static boolean broadcasts(int[] from, int[] to) {
    if (from.length > to.length) {
      return false;
    }
    for (int i = 1; i <= from.length; i++) {
      int size = from[from.length - i];
      if (size != 1 && size != to[to.length - i]) {
        return false;
      }
    }
    return true;
  }
}

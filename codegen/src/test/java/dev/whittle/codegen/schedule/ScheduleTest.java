package dev.whittle.codegen.schedule;

import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Cast;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Pow;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every candidate of every op against the reference, at sizes around the width. */
class ScheduleTest {
  private static final List<ElementType> INTEGERS =
      List.of(ElementType.I8, ElementType.U8, ElementType.I32, ElementType.I64, ElementType.BOOL);

  private static final List<Op> ARITHMETIC =
      List.of(new Add(), new Sub(), new Mul(), new Div(), new Minimum(), new Maximum(), new Pow());

  private final ScheduleCases cases = new ScheduleCases("schedules");

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void convolutions(int lanes) {
    for (int i = 0; i < cases.tries(60); i++) {
      int groups = cases.pick(1, 1, 1, 2, 3);
      int inputs = groups * cases.channels(lanes);
      int outputs = groups * cases.channels(lanes);
      int separate = cases.pick(0, 0, 1, 2);
      if (separate > 0) {
        groups = separate == 1 ? inputs : cases.pick(1, 2, 3, 5, 7);
        inputs = separate == 1 ? inputs : groups * cases.pick(2, 4, 8);
        outputs = inputs;
      }
      Conv conv =
          new Conv(
              List.of(cases.pick(1, 1, 2, 3, 5), cases.pick(1, 1, 3, 3, 4, 7)),
              List.of(cases.pick(1, 1, 2, 3), cases.pick(1, 1, 2, 3)),
              List.of(
                  cases.pick(0, 1, 2), cases.pick(0, 1, 3), cases.pick(0, 1), cases.pick(0, 1, 2)),
              List.of(cases.pick(1, 1, 2), cases.pick(1, 1, 2)),
              groups);
      Tensor x =
          cases.tensor(
              cases.pick(1, 1, 2, 3), inputs, cases.pick(9, 11, 13), cases.pick(13, 14, 17, 31));
      Tensor w = cases.tensor(outputs, inputs / groups, conv.kernel().get(0), conv.kernel().get(1));
      cases.check(conv, lanes, cases.pick(1, 2), List.of(x, w, cases.tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void smallConvolutionsOfEveryPosition(int lanes) {
    for (int i = 0; i < cases.tries(30); i++) {
      List<Integer> kernel =
          cases.choose(List.of(3, 3), List.of(3, 3), List.of(3, 1), List.of(1, 3));
      int groups = cases.pick(1, 1, 1, 2);
      int inputs = groups * (groups > 1 ? lanes * cases.pick(1, 2) : cases.channels(lanes));
      int outputs = groups * (groups > 1 ? lanes * cases.pick(1, 2, 3) : cases.channels(lanes));
      Conv conv =
          new Conv(
              kernel,
              List.of(1, 1),
              List.of(
                  cases.pick(0, 1, 2),
                  cases.pick(0, 1, 3),
                  cases.pick(0, 1, 4),
                  cases.pick(0, 1, 2)),
              List.of(1, 1),
              groups);
      Tensor x =
          cases.tensor(
              cases.pick(1, 1, 2, 3, 5),
              inputs,
              cases.pick(3, 7, 8, 13, 14),
              cases.pick(3, 5, 14, 19));
      Tensor w = cases.tensor(outputs, inputs / groups, kernel.get(0), kernel.get(1));
      cases.check(conv, lanes, cases.pick(1, 2), List.of(x, w, cases.tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4})
  void convolutionsOfOneTapWithChannelsInHalves(int lanes) {
    for (int i = 0; i < cases.tries(30); i++) {
      int inputs = lanes * cases.pick(2, 4, 6);
      int outputs = lanes * cases.pick(4, 8, 12, 20);
      List<Integer> strides = List.of(cases.pick(1, 1, 2), cases.pick(1, 1, 2, 3));
      Conv conv = new Conv(List.of(1, 1), strides, List.of(0, 0, 0, 0), List.of(1, 1), 1);
      Tensor x =
          cases.tensor(
              cases.pick(1, 1, 2, 3, 5),
              inputs,
              cases.pick(1, 3, 7, 8, 13),
              cases.pick(2, 3, 5, 14, 19));
      cases.check(
          conv,
          lanes,
          cases.pick(1, 2),
          List.of(x, cases.tensor(outputs, inputs, 1, 1), cases.tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4})
  void largeConvolutionsOfEveryPosition(int lanes) {
    for (int i = 0; i < cases.tries(10); i++) {
      List<Integer> kernel = List.of(cases.pick(2, 4, 5, 7, 11), cases.pick(2, 3, 5, 6, 9, 13));
      Conv conv =
          new Conv(
              kernel,
              List.of(1, 1),
              List.of(cases.pick(0, 2), cases.pick(0, 1, 6), cases.pick(1, 4), cases.pick(0, 3)),
              List.of(1, 1),
              1);
      int inputs = cases.channels(lanes);
      Tensor x =
          cases.tensor(
              cases.pick(1, 1, 2, 5), inputs, cases.pick(11, 14, 27), cases.pick(13, 19, 40));
      Tensor w = cases.tensor(cases.channels(lanes), inputs, kernel.get(0), kernel.get(1));
      cases.check(conv, lanes, cases.pick(1, 2), List.of(x, w, cases.tensor(w.shape()[0])));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void pools(int lanes) {
    for (int i = 0; i < cases.tries(40); i++) {
      List<Integer> kernel = List.of(cases.pick(1, 2, 3), cases.pick(2, 3, 5));
      List<Integer> strides = List.of(cases.pick(1, 2, 3), cases.pick(1, 2, 3));
      List<Integer> pads =
          List.of(
              cases.pick(0, kernel.get(0) - 1),
              cases.pick(0, 1),
              cases.pick(0, kernel.get(0) - 1),
              cases.pick(0, kernel.get(1) - 1));
      boolean ceil = cases.random.nextBoolean();
      Op pool =
          cases.random.nextBoolean()
              ? new MaxPool(
                  kernel, strides, pads, List.of(cases.pick(1, 2), cases.pick(1, 2)), ceil)
              : new AveragePool(kernel, strides, pads, ceil, cases.random.nextBoolean());
      cases.check(
          pool,
          lanes,
          0,
          List.of(
              cases.tensor(
                  cases.pick(1, 2), cases.channels(lanes), cases.pick(7, 10), cases.pick(9, 23))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void poolsOfWideWindows(int lanes) {
    for (int i = 0; i < cases.tries(4); i++) {
      List<Integer> kernel = List.of(cases.pick(1, 3), cases.pick(50, 80, 100));
      List<Integer> strides = List.of(1, cases.pick(3, 10));
      List<Integer> pads = List.of(0, cases.pick(0, 20), 0, cases.pick(0, 20));
      int dilation = cases.pick(1, 3);
      Tensor x = cases.tensor(1, cases.channels(lanes), 3, 100 * dilation + cases.pick(0, 40));
      cases.check(
          new MaxPool(kernel, strides, pads, List.of(1, dilation), false), lanes, 0, List.of(x));
      cases.check(new AveragePool(kernel, strides, pads, false, true), lanes, 0, List.of(x));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void products(int lanes) {
    for (int i = 0; i < cases.tries(20); i++) {
      int inputs = cases.pick(1, 7, 64, 100, 1024);
      int outputs = cases.pick(1, 10, lanes, 16, 33, 300);
      cases.check(
          new Dense(),
          lanes,
          cases.pick(1, 2),
          List.of(
              cases.tensor(cases.pick(1, 2, 5, 11, 17, 29), inputs),
              cases.tensor(outputs, inputs),
              cases.tensor(outputs)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void elementwise(int lanes) {
    for (int i = 0; i < cases.tries(10); i++) {
      int[] shape = {
        cases.pick(1, 2), cases.channels(lanes), cases.pick(1, 5, 17), cases.pick(3, 40)
      };
      for (Op op : ScheduleCases.ACTIVATIONS) {
        cases.check(op, lanes, 0, List.of(cases.tensor(shape)));
      }
      for (ElementType type : INTEGERS) {
        cases.check(new Cast(type), lanes, 0, List.of(wide(shape)));
      }
      for (Op op : ARITHMETIC) {
        cases.check(op, lanes, 0, List.of(cases.tensor(shape), cases.tensor(shape)));
        cases.check(
            op,
            lanes,
            0,
            List.of(cases.tensor(shape), cases.tensor(cases.pick(1, shape[0]), shape[1], 1, 1)));
        cases.check(op, lanes, 0, List.of(cases.tensor(shape), cases.tensor(1, 1, 1, shape[3])));
      }
      cases.check(new GlobalAveragePool(), lanes, 0, List.of(cases.tensor(shape)));
      cases.check(new Softmax(cases.pick(0, 1, 2, 3, -1)), lanes, 0, List.of(cases.tensor(shape)));
      cases.check(
          new Softmax(1),
          lanes,
          0,
          List.of(cases.tensor(cases.pick(1, 3), cases.pick(1, 10, 100))));
      cases.check(
          new BatchNorm(1e-5f),
          lanes,
          4,
          List.of(
              cases.tensor(shape),
              cases.tensor(shape[1]),
              cases.tensor(shape[1]),
              cases.tensor(shape[1]),
              positive(shape[1])));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void joinsAndCuts(int lanes) {
    for (int i = 0; i < cases.tries(10); i++) {
      int batch = cases.pick(1, 2);
      int rows = cases.pick(1, 5);
      int left = cases.pick(lanes, 2 * lanes, 3);
      int right = cases.channels(lanes);
      Tensor x = cases.tensor(batch, left, rows, 3);
      Tensor y = cases.tensor(batch, right, rows, 3);
      cases.check(new Concat(cases.pick(1, -3)), lanes, 0, List.of(x, y, x));
      cases.check(new Concat(1), lanes, 0, List.of(x, x, y));
      Tensor both = cases.tensor(batch, left + right, rows, 3);
      cases.check(new Split(1, List.of(left, right)), lanes, 0, List.of(both));
      List<Integer> from = List.of(left, 0);
      List<Integer> to = List.of(left + cases.pick(right, Math.min(right, lanes)), rows);
      cases.check(new Slice(from, to, List.of(1, 2), List.of(1, 1)), lanes, 0, List.of(both));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {16, 8, 4, 1})
  void movements(int lanes) {
    for (int i = 0; i < cases.tries(15); i++) {
      int[] shape = {
        cases.pick(1, 2, 3), cases.channels(lanes), cases.pick(2, 5, 7), cases.pick(3, 9)
      };
      int channels = shape[1];
      List<Tensor> x = List.of(cases.tensor(shape));
      cases.check(new LocalResponseNorm(cases.pick(1, 2, 5), 1f, 0.75f, 1f), lanes, 0, x);
      cases.check(new LocalResponseNorm(cases.pick(1, 4, 5), 0.1f, 0.6f, 2f), lanes, 0, x);
      cases.check(
          new Upsample(List.of(cases.pick(1, 2, 3), cases.pick(1, 2, 4)), Upsample.Mode.NEAREST),
          lanes,
          0,
          x);
      cases.check(
          new Upsample(List.of(cases.pick(1, 2, 3), cases.pick(1, 2, 4)), Upsample.Mode.BILINEAR),
          lanes,
          0,
          x);
      cases.check(new Mean(List.of(2, 3), cases.random.nextBoolean()), lanes, 0, x);
      List<Integer> axes = List.of(cases.pick(0, 1), cases.pick(2, -1));
      cases.check(new Mean(axes, cases.random.nextBoolean()), lanes, 0, x);
      cases.check(
          new ArgMax(cases.pick(1, 2, -1), cases.random.nextBoolean(), cases.random.nextBoolean()),
          lanes,
          0,
          x);
      cases.check(new ReduceSum(axes, cases.random.nextBoolean()), lanes, 0, x);
      cases.check(new ReduceMax(axes, cases.random.nextBoolean()), lanes, 0, x);
      cases.check(new ReduceMin(axes, cases.random.nextBoolean()), lanes, 0, x);
      cases.check(
          new Pad(List.of(0, cases.pick(0, 1), 1, 2, cases.pick(0, 1), 0, 0, 3), 0.5f),
          lanes,
          0,
          x);
      cases.check(new Transpose(List.of(3, 2, 1, 0)), lanes, 0, x);
      cases.check(new Transpose(List.of(0, 2, 3, 1)), lanes, 0, x);
      cases.check(
          new Slice(List.of(0, 1), List.of(-1, 9), List.of(2, 3), List.of(1, 2)), lanes, 0, x);
      cases.check(
          new Concat(cases.pick(0, 1, 2, 3)),
          lanes,
          0,
          List.of(x.get(0), cases.tensor(shape), x.get(0)));
      cases.check(new Split(3, List.of(1, shape[3] - 1)), lanes, 0, x);
      if (channels > 1) {
        cases.check(new Split(1, List.of(1, channels - 1)), lanes, 0, x);
      }
    }
  }

  /** Numbers of every size and sign, whole ones and such that are none among them. */
  private Tensor wide(int... shape) {
    Tensor tensor = cases.tensor(shape);
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (cases.random.nextInt(8)) {
            case 0 -> cases.choose(0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.MIN_VALUE);
            case 1 -> cases.random.nextInt(-300, 300);
            case 2 -> values[i] * 0x1p70f;
            case 3 -> values[i] * 0x1p33f;
            default -> values[i] * 200;
          };
    }
    return tensor;
  }

  private Tensor positive(int... shape) {
    Tensor tensor = cases.tensor(shape);
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]) + 0.1f;
    }
    return tensor;
  }
}

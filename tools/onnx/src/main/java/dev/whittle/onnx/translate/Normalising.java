package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Sub;
import dev.whittle.runtime.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Normalisations. */
final class Normalising {
  private static final int FIRST_OF_BOOLEAN_MASKS = 10;
  private static final String INFERENCE = "export the model for inference";

  private Normalising() {}

  static void batchNorm(Call call) {
    if (call.attributes().flag("training_mode")) {
      throw new Refusal("is in training mode", INFERENCE);
    }
    if (call.attributes().integer("spatial", 1) == 0) {
      throw new Refusal("has statistics for each position (spatial = 0)", "");
    }
    for (int i = 1; i < 5; i++) {
      call.weight(i, "statistics");
    }
    call.emit(
        new BatchNorm(call.attributes().number("epsilon", 1e-5f)),
        call.value(0),
        call.value(1),
        call.value(2),
        call.value(3),
        call.value(4));
  }

  static void localResponseNorm(Call call) {
    Attributes attributes = call.attributes();
    call.emit(
        new LocalResponseNorm(
            attributes.integer("size", 0),
            attributes.number("alpha", 1e-4f),
            attributes.number("beta", 0.75f),
            attributes.number("bias", 1)),
        call.value(0));
  }

  /** Along one axis since operator set 13; before that over all axes from the given one on. */
  static void softmax(Call call) {
    Value x = call.value(0);
    Shape shape = call.shape(x);
    if (call.operatorSet() >= 13) {
      call.emit(new Softmax(Call.axis(call.attributes().integer("axis", -1), shape.rank())), x);
      return;
    }
    int axis = call.attributes().integer("axis", 1);
    axis = axis == shape.rank() ? axis : Call.axis(axis, shape.rank());
    List<Dim> rest = shape.dims().subList(axis, shape.rank());
    if (rest.isEmpty()) {
      throw new Refusal("its axis %d is behind all of %s".formatted(axis, shape), "");
    }
    if (rest.subList(1, rest.size()).stream().allMatch(d -> d.is(1))) {
      call.emit(new Softmax(axis), x);
      return;
    }
    List<Integer> merged = new ArrayList<>(Collections.nCopies(axis, 0));
    merged.add(-1);
    Value rows = call.add("rows", new Reshape(merged), x);
    Value soft = call.add("softmax", new Softmax(axis), rows);
    call.reshape(soft, shape.dims());
  }

  /** {@code x − max − ln Σ e^(x − max)}; along the axes that {@link #softmax} would take. */
  static void logSoftmax(Call call) {
    Value x = call.value(0);
    Shape shape = call.shape(x);
    boolean isSingle = call.operatorSet() >= 13;
    int given = call.attributes().integer("axis", isSingle ? -1 : 1);
    int axis = given == shape.rank() && !isSingle ? given : Call.axis(given, shape.rank());
    List<Integer> axes =
        isSingle ? List.of(axis) : IntStream.range(axis, shape.rank()).boxed().toList();
    if (axes.isEmpty()) {
      throw new Refusal("its axis %d is behind all of %s".formatted(axis, shape), "");
    }
    Value most = call.add("max", new ReduceMax(axes, true), x);
    Value centred = call.add("centred", new Sub(), x, most);
    Value sum = call.add("sum", new ReduceSum(axes, true), call.add("terms", new Exp(), centred));
    call.emit(new Sub(), centred, call.add("logarithm", new Log(), sum));
  }

  /** Each channel of each picture by its own mean and variance. */
  static void instanceNorm(Call call) {
    Value x = call.value(0);
    Shape shape = call.shape(x);
    if (shape.rank() < 3) {
      throw new Refusal("takes at least 3 axes, is given %s".formatted(shape), "");
    }
    List<Integer> axes = IntStream.range(2, shape.rank()).boxed().toList();
    Value normal = normal(call, x, axes, call.attributes().number("epsilon", 1e-5f));
    Value scaled = call.add("scaled", new Mul(), normal, perChannel(call, 1, "scales", shape));
    call.emit(new Add(), scaled, perChannel(call, 2, "biases", shape));
  }

  /** The last axes by their mean and variance, which are results too. */
  static void layerNorm(Call call) {
    Value x = call.value(0);
    int rank = call.shape(x).rank();
    int axis = Call.axis(call.attributes().integer("axis", -1), rank);
    List<Integer> axes = IntStream.range(axis, rank).boxed().toList();
    Value normal = normal(call, x, axes, call.attributes().number("epsilon", 1e-5f));
    if (call.outputs() > 1) {
      Value centred = call.operand(normal, 0);
      Value deviation = call.operand(normal, 1);
      Value one = Elementwise.scalar(call, "one", 1);
      call.give(1, new Operand.Live(call.operand(centred, 1)));
      call.give(2, new Operand.Live(call.add("inverse", new Div(), one, deviation)));
    }
    if (!call.has(2)) {
      call.emit(new Mul(), normal, call.value(1));
      return;
    }
    Value scaled = call.add("scaled", new Mul(), normal, call.value(1));
    call.emit(new Add(), scaled, call.value(2));
  }

  /** Groups of channels by their mean and variance; until operator set 20 scaled by group. */
  static void groupNorm(Call call) {
    Value x = call.value(0);
    Shape shape = call.shape(x);
    int groups = call.attributes().integer("num_groups", 0);
    if (shape.rank() < 3 || groups < 1 || shape.size(1) % groups != 0) {
      throw new Refusal("makes %d groups of %s".formatted(groups, shape), "");
    }
    Value parts = call.add("groups", new Reshape(List.of(0, groups, -1)), x);
    Value normal = normal(call, parts, List.of(2), call.attributes().number("epsilon", 1e-5f));
    List<Integer> sizes = new ArrayList<>(List.of(0));
    IntStream.range(1, shape.rank()).forEach(axis -> sizes.add(shape.size(axis)));
    if (call.operatorSet() >= 21) {
      Value whole = call.add("whole", new Reshape(sizes), normal);
      Value scaled = call.add("scaled", new Mul(), whole, perChannel(call, 1, "scales", shape));
      call.emit(new Add(), scaled, perChannel(call, 2, "biases", shape));
      return;
    }
    Shape grouped = call.shape(normal);
    Value scaled = call.add("scaled", new Mul(), normal, perChannel(call, 1, "scales", grouped));
    Value moved = call.add("moved", new Add(), scaled, perChannel(call, 2, "biases", grouped));
    call.emit(new Reshape(sizes), moved);
  }

  /** Numbers for each channel of {@code shape}, so that they repeat along the other axes. */
  private static Value perChannel(Call call, int input, String what, Shape shape) {
    Operand.Known known = call.weight(input, what);
    int[] sizes = new int[shape.rank() - 1];
    Arrays.fill(sizes, 1);
    sizes[0] = shape.size(1);
    if (known.tensor().elementCount() != sizes[0]) {
      throw new Refusal("its %s are %s for %s".formatted(what, known.tensor(), shape), "");
    }
    return call.value(Folding.reshape(known, sizes));
  }

  /** {@code (x − mean) / √(mean of squares + ε)}. */
  private static Value normal(Call call, Value x, List<Integer> axes, float epsilon) {
    Value centred = call.add("centred", new Sub(), x, call.add("mean", new Mean(axes, true), x));
    Value squares = call.add("squares", new Mul(), centred, centred);
    Value variance = call.add("variance", new Mean(axes, true), squares);
    Value sum = call.add("sum", new Add(), variance, Elementwise.scalar(call, "epsilon", epsilon));
    return call.add("normal", new Div(), centred, call.add("deviation", new Sqrt(), sum));
  }

  /** What it is given, and a mask that lets everything through. */
  static void dropout(Call call) {
    boolean isTraining = call.has(2) && call.single(2, "mode").get(0) != 0;
    if (isTraining && !(call.has(1) && call.number(1, "ratio") == 0)) {
      throw new Refusal("is in training mode", INFERENCE);
    }
    call.give(0, call.operand(0));
    if (call.isNeeded(1)) {
      int[] shape = call.shape(0).sizes();
      float[] ones = new float[Folding.count(shape)];
      Arrays.fill(ones, 1);
      Operand.Known mask = Operand.Known.of(Tensor.of(ones, shape));
      boolean isFloat = call.operatorSet() < FIRST_OF_BOOLEAN_MASKS;
      call.give(1, isFloat ? mask : Folding.compare(mask, mask, (a, b) -> a == b));
    }
  }
}

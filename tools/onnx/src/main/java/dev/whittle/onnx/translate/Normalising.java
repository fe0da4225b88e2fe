package dev.whittle.onnx.translate;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Softmax;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Normalisations. */
final class Normalising {
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

  /** Nothing at inference. */
  static void dropout(Call call) {
    if (call.has(2) && call.single(2, "mode").get(0) != 0) {
      throw new Refusal("is in training mode", INFERENCE);
    }
    call.give(0, call.operand(0));
  }
}

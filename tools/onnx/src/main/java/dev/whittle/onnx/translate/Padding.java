package dev.whittle.onnx.translate;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.Pad;
import dev.whittle.ir.op.Slice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code Pad}: with a number, or with the tensor's own elements. Negative pads cut off. */
final class Padding {
  private static final Set<String> MODES = Set.of("constant", "edge", "reflect", "wrap");

  private Padding() {}

  static void translate(Call call) {
    String mode = call.attributes().text("mode", "constant");
    if (!MODES.contains(mode)) {
      throw new Refusal("its mode is `%s`".formatted(mode), "");
    }
    boolean isOld = call.operatorSet() < 11;
    List<Integer> given =
        call.integers("pads", 1).orElseThrow(() -> new Refusal("lacks its pads", ""));
    float value =
        isOld ? call.attributes().number("value", 0) : call.has(2) ? call.number(2, "value") : 0;
    Value x = call.value(0);
    List<Integer> pads = everyAxis(call, given, call.shape(x).rank());
    int rank = pads.size() / 2;
    if (!mode.equals("constant")) {
      repeat(call, x, pads, mode);
      return;
    }
    List<Integer> axes = new ArrayList<>();
    List<Integer> starts = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int begin = pads.get(axis);
      int end = pads.get(axis + rank);
      if (begin < 0 || end < 0) {
        int size = call.shape(x).size(axis);
        axes.add(axis);
        starts.add(begin < 0 ? Math.negateExact(begin) : 0);
        ends.add(end < 0 ? Math.max(0, size + end) : size);
      }
    }
    boolean isCut = !axes.isEmpty();
    pads.replaceAll(pad -> Math.max(0, pad));
    boolean isPadded = pads.stream().anyMatch(pad -> pad > 0);
    if (isCut) {
      Slice cut = new Slice(starts, ends, axes, Collections.nCopies(axes.size(), 1));
      if (!isPadded) {
        call.emit(cut, x);
        return;
      }
      x = call.add("cut", cut, x);
    }
    call.emit(new Pad(pads, value), x);
  }

  /** Pads with elements of the tensor itself. */
  private static void repeat(Call call, Value x, List<Integer> pads, String mode) {
    int rank = pads.size() / 2;
    Value padded = x;
    for (int axis = 0; axis < rank; axis++) {
      int begin = pads.get(axis);
      int end = pads.get(axis + rank);
      if (begin == 0 && end == 0) {
        continue;
      }
      int size = call.shape(x).size(axis);
      long count = (long) size + begin + end;
      if (count < 1 || count > Parts.MOST_PARTS) {
        throw new Refusal("pads an axis of %d to %d".formatted(size, count), "");
      }
      int[] rows = new int[(int) count];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = source(i - begin, size, mode);
      }
      padded = Parts.join(call, "axis" + axis, padded, axis, rows);
    }
    call.give(0, new Operand.Live(padded));
  }

  /** Which element of an axis stands at a position outside of it. */
  private static int source(int position, int size, String mode) {
    return switch (mode) {
      case "edge" -> Math.clamp(position, 0, size - 1);
      case "wrap" -> Math.floorMod(position, size);
      default -> {
        int period = Math.max(1, 2 * (size - 1));
        int at = Math.floorMod(position, period);
        yield Math.min(at, period - at) % size;
      }
    };
  }

  private static List<Integer> everyAxis(Call call, List<Integer> given, int rank) {
    if (!call.has(3)) {
      if (given.size() != 2 * rank) {
        throw new Refusal("its pads must be %d numbers, are %s".formatted(2 * rank, given), "");
      }
      return new ArrayList<>(given);
    }
    List<Integer> axes = call.integers(3, "axes");
    if (given.size() != 2 * axes.size() || new HashSet<>(axes).size() != axes.size()) {
      throw new Refusal("its pads %s do not fit its axes %s".formatted(given, axes), "");
    }
    List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * rank, 0));
    for (int i = 0; i < axes.size(); i++) {
      int axis = Call.axis(axes.get(i), rank);
      pads.set(axis, given.get(i));
      pads.set(axis + rank, given.get(i + axes.size()));
    }
    return pads;
  }
}

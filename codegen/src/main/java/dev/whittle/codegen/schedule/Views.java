package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Dropout;
import dev.whittle.ir.op.Flatten;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Reshape;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.ToFloat;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Ops that only rename memory, where their channels start at whole blocks. */
final class Views implements Schedule {
  @Override
  public String algorithm() {
    return Lowered.VIEW;
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    TensorType y = results.getFirst();
    return switch (op) {
      case Dropout dropout -> anyLayout(x, target.lanes());
      case ToFloat toFloat -> anyLayout(x, target.lanes());
      case Reshape reshape -> List.of(view(List.of(Layouts.plain(x)), Layouts.plain(y)));
      case Flatten flatten -> List.of(view(List.of(Layouts.plain(x)), Layouts.plain(y)));
      case Concat concat -> pieces(concat.axis(), y, operands, operands.size(), target.lanes());
      case Split split -> pieces(split.axis(), x, results, 1, target.lanes());
      case Slice slice -> slice(slice, x, y, target.lanes());
      default -> List.of();
    };
  }

  @Override
  public StepCode write(StepContext step) {
    throw new IllegalStateException("a view has no code");
  }

  private static List<Candidate> anyLayout(TensorType x, int lanes) {
    List<Candidate> found = new ArrayList<>();
    if (lanes > 1 && x.rank() >= 2) {
      Layout blocked = Layouts.blocked(x, lanes);
      found.add(view(List.of(blocked), blocked));
    }
    found.add(view(List.of(Layouts.plain(x)), Layouts.plain(x)));
    return found;
  }

  private static List<Candidate> pieces(
      int axis, TensorType whole, List<TensorType> parts, int operands, int lanes) {
    if (Math.floorMod(axis, whole.rank()) != 1) {
      return List.of();
    }
    List<Candidate> found = new ArrayList<>();
    boolean aligned =
        parts.subList(0, parts.size() - 1).stream().allMatch(t -> t.shape().size(1) % lanes == 0);
    if (lanes > 1 && aligned) {
      Layout blocked = Layouts.blocked(whole, lanes);
      found.add(view(Collections.nCopies(operands, blocked), blocked));
    }
    Layout plain = Layouts.plain(whole);
    found.add(view(Collections.nCopies(operands, plain), plain));
    return found;
  }

  private static List<Candidate> slice(Slice slice, TensorType x, TensorType y, int lanes) {
    for (int i = 0; i < slice.axes().size(); i++) {
      int axis = Math.floorMod(slice.axes().get(i), x.rank());
      boolean whole = x.shape().size(axis) == y.shape().size(axis);
      if (!whole && (axis != 1 || slice.steps().get(i) != 1)) {
        return List.of();
      }
    }
    int start = 0;
    for (int i = 0; i < slice.axes().size(); i++) {
      if (x.rank() > 1 && Math.floorMod(slice.axes().get(i), x.rank()) == 1) {
        start = Slice.clamp(slice.starts().get(i), x.shape().size(1));
      }
    }
    List<Candidate> found = new ArrayList<>();
    if (lanes > 1 && x.rank() > 1 && start % lanes == 0) {
      Layout blocked = Layouts.blocked(x, lanes);
      found.add(view(List.of(blocked), blocked));
    }
    if (x.rank() > 1) {
      found.add(view(List.of(Layouts.plain(x)), Layouts.plain(y)));
    }
    return found;
  }

  private static Candidate view(List<Layout> operands, Layout result) {
    return new Candidate(Lowered.VIEW, operands, result, false, false, 0, 1);
  }
}

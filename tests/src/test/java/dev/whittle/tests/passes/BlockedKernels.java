package dev.whittle.tests.passes;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Arithmetic;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Upsample;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The kernels of a plausible back end: convolutions block channels by the target's lanes, the first
 * one reads plain pictures, everything else takes plain layout and where it can also the blocked
 * one.
 */
public final class BlockedKernels implements Kernels {
  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    return switch (op) {
      case BatchNorm _ -> List.of(plain("normalise", operands, results, true));
      case Conv conv when target.lanes() > 1 && x.rank() == 4 ->
          List.of(convolution(conv, operands, target.lanes()));
      case Conv _ -> List.of(plain("direct", operands, results, true));
      case Dense _ -> List.of(dense(operands, target.lanes()));
      case MaxPool _, AveragePool _, GlobalAveragePool _ ->
          both("pool", operands, results, target, true);
      case Activation _, Arithmetic _ -> both("elementwise", operands, results, target, true);
      case Concat _, Slice _, Split _ -> both("copy", operands, results, target, false);
      case LocalResponseNorm _, Upsample _ -> both("direct", operands, results, target, false);
      case Softmax _ -> List.of(plain("softmax", operands, results, false));
      default -> List.of(plain("direct", operands, results, false));
    };
  }

  private static Candidate convolution(Conv conv, List<TensorType> operands, int lanes) {
    boolean isFirst = operands.getFirst().shape().size(1) < lanes && conv.groups() == 1;
    boolean isDepthwise = conv.groups() == operands.getFirst().shape().size(1);
    String weight =
        isFirst
            ? "OIHW" + lanes + "o"
            : isDepthwise ? "OIHW" + lanes + "o" : "OIHW%1$di%1$do".formatted(lanes);
    Layout blocked = Layout.parse("NCHW" + lanes + "c");
    List<Layout> layouts = new ArrayList<>();
    layouts.add(isFirst ? Layout.NCHW : blocked);
    layouts.add(Layout.parse(weight));
    if (operands.size() > 2) {
      layouts.add(Layout.parse("C" + lanes + "c"));
    }
    return new Candidate("direct", layouts, blocked, true, true, 1024, 0.5);
  }

  private static Candidate dense(List<TensorType> operands, int lanes) {
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layout.parse("NC"));
    layouts.add(Layout.parse(lanes > 1 ? "OI" + lanes + "o" : "OI"));
    if (operands.size() > 2) {
      layouts.add(Layout.parse("C"));
    }
    return new Candidate("dense", layouts, Layout.parse("NC"), true, true, 0, 0.2);
  }

  private static List<Candidate> both(
      String algorithm,
      List<TensorType> operands,
      List<TensorType> results,
      Target target,
      boolean fuses) {
    List<Candidate> candidates = new ArrayList<>();
    TensorType result = results.getFirst();
    if (target.lanes() > 1 && result.rank() == 4) {
      Layout blocked = Layout.parse("NCHW" + target.lanes() + "c");
      List<Layout> layouts = Collections.nCopies(operands.size(), blocked);
      candidates.add(new Candidate(algorithm, layouts, blocked, fuses, false, 0, 0.1));
    }
    candidates.add(plain(algorithm, operands, results, fuses));
    return candidates;
  }

  private static Candidate plain(
      String algorithm, List<TensorType> operands, List<TensorType> results, boolean fuses) {
    List<Layout> layouts = operands.stream().map(t -> Layout.plain(t.rank())).toList();
    Layout layout = Layout.plain(results.getFirst().rank());
    return new Candidate(algorithm, layouts, layout, fuses, false, 0, 0.1);
  }
}

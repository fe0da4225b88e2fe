package dev.whittle.onnx.translate;

import dev.whittle.ir.Value;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.ArgMax;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Reduction;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Sub;
import dev.whittle.runtime.ElementType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;

/** Reductions over axes. */
final class Reducing {
  private Reducing() {}

  /** A reduction of some kind over given axes, which keeps them or not. */
  interface Kind extends BiFunction<List<Integer>, Boolean, Reduction> {}

  /** Which axes a node reduces; empty when it does nothing. */
  private record Reduced(List<Integer> axes, boolean isKept) {
    static Optional<Reduced> of(Call call, int rank) {
      boolean isKept = call.attributes().integer("keepdims", 1) != 0;
      boolean isNothing = call.attributes().flag("noop_with_empty_axes");
      List<Integer> axes = call.integers("axes", 1).orElse(List.of());
      if (axes.isEmpty() && isNothing || rank == 0) {
        return Optional.empty();
      }
      List<Integer> all = IntStream.range(0, rank).boxed().toList();
      return Optional.of(
          new Reduced(
              axes.isEmpty() ? all : axes.stream().map(a -> Call.axis(a, rank)).toList(), isKept));
    }
  }

  /** A reduction that has its twin in networks. */
  static OnnxOperator.Translation same(Kind kind) {
    return call -> {
      int rank = call.rank(0);
      Optional<Reduced> reduced = Reduced.of(call, rank);
      if (reduced.isPresent()) {
        call.apply(kind.apply(reduced.get().axes(), reduced.get().isKept()));
      } else {
        call.give(0, call.operand(0));
      }
    };
  }

  /** As {@link #same}, of lists of sizes too. */
  static OnnxOperator.Translation same(Kind kind, long neutral, LongBinaryOperator combine) {
    return call -> {
      boolean isSizes =
          call.known(0).filter(known -> known.tensor().type() != ElementType.F32).isPresent();
      if (isSizes) {
        sizes(call, neutral, combine);
      } else {
        same(kind).translate(call);
      }
    };
  }

  /** One number for all elements of a list of sizes. */
  static void sizes(Call call, long neutral, LongBinaryOperator combine) {
    Operand.Known x = Elementwise.known(call, 0);
    boolean isKept = call.attributes().integer("keepdims", 1) != 0;
    boolean isNothing = call.attributes().flag("noop_with_empty_axes");
    List<Integer> axes = call.integers("axes", 1).orElse(List.of());
    if (axes.isEmpty() && isNothing) {
      call.give(0, x);
      return;
    }
    Folding.requireNumbers(x);
    if (x.tensor().type() != ElementType.I64) {
      throw new Refusal("reduces %s, only integers are read".formatted(x.tensor()), "");
    }
    if (x.tensor().rank() > 1 || axes.size() > 1) {
      throw new Refusal("reduces the elements of %s".formatted(x.tensor()), "");
    }
    long all = neutral;
    for (long value : Folding.longs(x)) {
      all = combine.applyAsLong(all, value);
    }
    int[] shape = isKept ? new int[x.tensor().rank()] : new int[0];
    Arrays.fill(shape, 1);
    call.give(0, Operand.Known.of(Folding.integers(new long[] {all}, shape)));
  }

  static void argMax(Call call) {
    argMax(call, call.value(0));
  }

  static void argMin(Call call) {
    argMax(call, call.add("opposite", new Neg(), call.value(0)));
  }

  private static void argMax(Call call, Value x) {
    Attributes attributes = call.attributes();
    call.emit(
        new ArgMax(
            Call.axis(attributes.integer("axis", 0), call.shape(x).rank()),
            attributes.integer("keepdims", 1) != 0,
            attributes.flag("select_last_index")),
        x);
  }

  /** The sum of all sizes of elements. */
  static void absolutes(Call call) {
    sum(call, call.add("size", new Abs(), call.value(0)), false, false);
  }

  /** The length of vectors. */
  static void lengths(Call call) {
    Value x = call.value(0);
    sum(call, call.add("square", new Mul(), x, x), true, false);
  }

  static void squares(Call call) {
    Value x = call.value(0);
    sum(call, call.add("square", new Mul(), x, x), false, false);
  }

  static void logarithm(Call call) {
    sum(call, call.value(0), false, true);
  }

  private static void sum(Call call, Value terms, boolean isRoot, boolean isLogarithm) {
    Optional<Reduced> reduced = Reduced.of(call, call.shape(terms).rank());
    Value sum =
        reduced.isEmpty()
            ? terms
            : call.add("sum", new ReduceSum(reduced.get().axes(), reduced.get().isKept()), terms);
    if (isRoot) {
      call.emit(new Sqrt(), sum);
    } else if (isLogarithm) {
      call.emit(new Log(), sum);
    } else {
      call.give(0, new Operand.Live(sum));
    }
  }

  /** {@code max + ln Σ e^(x − max)}. */
  static void logarithmOfExponentials(Call call) {
    Value x = call.value(0);
    Optional<Reduced> reduced = Reduced.of(call, call.shape(x).rank());
    if (reduced.isEmpty()) {
      call.give(0, new Operand.Live(x));
      return;
    }
    List<Integer> axes = reduced.get().axes();
    Value centred =
        call.add("centred", new Sub(), x, call.add("max", new ReduceMax(axes, true), x));
    Value terms = call.add("terms", new Exp(), centred);
    boolean isKept = reduced.get().isKept();
    Value sum = call.add("sum", new ReduceSum(axes, isKept), terms);
    Value most = call.add("shift", new ReduceMax(axes, isKept), x);
    call.emit(new Add(), call.add("logarithm", new Log(), sum), most);
  }
}

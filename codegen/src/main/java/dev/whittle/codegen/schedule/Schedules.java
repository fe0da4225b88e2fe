package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Algorithm;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Kernels;
import dev.whittle.passes.Target;
import dev.whittle.passes.Zeros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** All schedules, each listed once: what passes choose from, tests compare and benchmarks time. */
public final class Schedules implements Kernels {
  private static final List<Schedule> ALL =
      List.of(
          new DirectConvolution(),
          new WinogradConvolution(),
          new StrassenConvolution(),
          new FourierConvolution(),
          new LineConvolution(),
          new DepthwiseConvolution(),
          new GroupedConvolution(),
          new ExpandedConvolution(),
          new Pooling(),
          new GlobalAverage(),
          new SoftmaxRows(),
          new Elementwise(),
          new DenseProduct(),
          new SparseProduct(),
          new ThinnedConvolution(),
          new PerChannel(),
          new ChannelNormalization(),
          new Upsampling(),
          new AxisReduction(),
          new Rearrangement(),
          new BlockedParts(),
          new BlockShuffle(),
          new Views());

  /** The kernels of this code generator. */
  public Schedules() {}

  /** In the order they are listed. */
  public static List<Schedule> all() {
    return ALL;
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    return all(schedule -> schedule.candidates(op, operands, results, target));
  }

  @Override
  public List<Candidate> sparse(
      Op op, List<TensorType> operands, List<TensorType> results, Zeros zeros, Target target) {
    return all(schedule -> schedule.sparse(op, operands, results, zeros, target));
  }

  private static List<Candidate> all(Function<Schedule, List<Candidate>> offers) {
    List<Candidate> found = new ArrayList<>();
    for (Schedule schedule : ALL) {
      found.addAll(offers.apply(schedule));
    }
    found.sort(Comparator.comparingDouble(Candidate::efficiency).reversed());
    return found;
  }

  /** The schedule that a lowered op names, whatever the variant. */
  public static Optional<Schedule> find(String algorithm) {
    return ALL.stream().filter(s -> Algorithm.isOf(s.algorithm(), algorithm)).findFirst();
  }
}

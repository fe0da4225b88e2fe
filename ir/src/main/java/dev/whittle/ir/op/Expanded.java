package dev.whittle.ir.op;

import dev.whittle.ir.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A 1x1 convolution to more channels, functions of its result, and a convolution of each of these
 * channels: the map in between is never whole. Of lowered graphs only.
 *
 * <p>Operands: {@code x [N, C, spatial…]}, {@code expansion [E, C, 1…]}, {@code shift [E]}, then
 * {@code weight} and optional {@code bias} of the filter. Result: that of the filter.
 *
 * @param filter reads the expanded map
 */
@Operator(
    name = "expanded_conv2d",
    operands = {"x", "expansion", "shift", "weight", "bias?"},
    summary = "Convolution of what a 1x1 convolution makes.")
public record Expanded(Conv filter, List<Activation> functions) implements Op {
  public Expanded {
    functions = List.copyOf(functions);
  }

  /** The convolution that makes the expanded map. */
  public Conv expansion() {
    int axes = filter.kernel().size();
    List<Integer> ones = Collections.nCopies(axes, 1);
    return new Conv(ones, ones, Collections.nCopies(2 * axes, 0), ones, 1);
  }

  /** The operands of the expansion among all. */
  public static <T> List<T> expanding(List<T> operands) {
    return operands.subList(0, 3);
  }

  /** The operands of the filter, which reads {@code map}. */
  public static <T> List<T> filtering(T map, List<T> operands) {
    List<T> own = new ArrayList<>(List.of(map));
    own.addAll(operands.subList(3, operands.size()));
    return own;
  }

  /** What there is for each operand, from what there is for those of expansion and filter. */
  public static <T> List<T> joined(List<T> expanding, List<T> filtering) {
    List<T> all = new ArrayList<>(expanding);
    all.addAll(filtering.subList(1, filtering.size()));
    return all;
  }

  /** The type of the expanded map. */
  public TensorType map(List<TensorType> operands) {
    Check.arity(operands, 4, 5);
    return expansion().infer(expanding(operands)).getFirst();
  }

  @Override
  public List<TensorType> infer(List<TensorType> operands) {
    return filter.infer(filtering(map(operands), operands));
  }
}

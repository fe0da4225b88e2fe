package dev.whittle.ir.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Shape;
import dev.whittle.ir.ShapeException;
import dev.whittle.ir.TensorType;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class InferenceTest {
  private static final int HUGE = Integer.MAX_VALUE;
  private static final TensorType OPEN =
      new TensorType(ElementType.F32, Shape.of(Dim.of("N"), Dim.of(6), Dim.of(8), Dim.of(9)));

  static Stream<Arguments> types() {
    return Stream.of(
        gives("f32[2, 5, 3, 4]", conv(3, 2, 1, 1, 1), "2 4 5 7", "5 4 3 3", "5"),
        gives("f32[2, 6, 5, 5]", conv(3, 1, 1, 1, 3), "2 3 5 5", "6 1 3 3"),
        gives("f32[1, 1, 1, 1]", conv(3, 1, 0, 4, 1), "1 1 9 9", "1 1 3 3"),
        gives("f32[2, 3, 3]", new Conv(l(2), l(2), l(0, 1), l(1), 1), "2 4 5", "3 4 2"),
        gives("f32[3, 7]", new Dense(), "3 5", "7 5", "7"),
        gives("f32[1, 2, 56, 56]", maxPool(3, 2, 0, true), "1 2 113 113"),
        gives("f32[1, 2, 3, 3]", maxPool(2, 2, 0, true), "1 2 5 5"),
        gives("f32[1, 2, 3, 3]", maxPool(2, 2, 1, false), "1 2 5 5"),
        gives("f32[1, 2, 1, 1]", maxPool(2, 3, 1, true), "1 2 1 1"),
        gives("f32[1, 2, 1, 1]", new GlobalAveragePool(), "1 2 5 7"),
        gives("f32[4, 2, 3]", new Add(), "4 1 3", "2 1"),
        gives("f32[2]", new Mul(), "", "2"),
        gives("f32[1, 5, 2]", new Concat(-2), "1 2 2", "1 3 2"),
        gives("f32[2, 6]", new Flatten(1), "2 3 2"),
        gives("f32[1, 12]", new Flatten(0), "2 3 2"),
        gives("f32[12, 1]", new Flatten(3), "2 3 2"),
        gives("f32[2, 3, 2, 1]", new Reshape(l(0, -1, 2, 1)), "2 3 2"),
        gives("f32[3, 2, 4]", new Transpose(l(1, 2, 0)), "4 3 2"),
        gives("f32[1, 2]", slice(-2, HUGE, 1, 1), "1 5"),
        gives("f32[1, 3]", slice(0, -1, 1, 2), "1 6"),
        gives("f32[2, 3], f32[2, 1]", new Split(-1, l(3, 1)), "2 4"),
        gives("f32[2, 6, 5]", new ChannelShuffle(3, l()), "2 4 5", "2 2 5"),
        gives("f32[2, 1], f32[2, 5]", new ChannelShuffle(6, l(1, 5)), "2 6"),
        gives("f32[2, 4]", new Mean(l(-2), false), "2 3 4"),
        gives("f32[]", new Mean(l(0, 1), false), "2 3"),
        gives("f32[2, 3, 8, 15]", new Upsample(l(2, 3), Upsample.Mode.BILINEAR), "2 3 4 5"),
        gives("f32[3, 9]", new Pad(l(0, 1, 0, 3), 0), "3 5"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void infers(String expected, Op op, List<TensorType> operands) {
    assertThat(op.infer(operands).stream().map(TensorType::toString).toList())
        .isEqualTo(List.of(expected.split("(?<=]), ")));
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        gives("groups must divide the 4", conv(1, 1, 0, 1, 3), "1 4 5 5", "3 1 1 1"),
        gives("groups must divide the 3 output", conv(1, 1, 0, 1, 2), "1 4 5 5", "3 2 1 1"),
        gives("axis 2 (kernel)", conv(3, 1, 0, 1, 1), "1 4 5 5", "3 4 5 3"),
        gives("window spans 3 of 2", conv(3, 1, 0, 1, 1), "1 4 2 5", "3 4 3 3"),
        gives(
            "strides must list 2",
            new Conv(l(1, 1), l(1), l(0, 0, 0, 0), l(1, 1), 1),
            "1 4 2 5",
            "3 4 1 1"),
        gives("at least 1", conv(1, 0, 0, 1, 1), "1 4 2 5", "3 4 1 1"),
        gives("long", conv(1, 1, HUGE, 1, 1), "1 1 1 1", "1 1 1 1"),
        gives("more than", conv(1, 1, 40000, 1, 1), "1 1 1 1", "1 1 1 1"),
        gives("window spans", conv(HUGE, 1, 0, HUGE, 1), "1 1 1 1", "1 1 " + HUGE + " " + HUGE),
        gives("pads must list 4", new MaxPool(l(2, 2), l(1, 1), l(0), l(1, 1), false), "1 1 4 4"),
        gives(
            "kernel must list 2",
            new MaxPool(l(2), l(1, 1), l(0, 0, 0, 0), l(1, 1), false),
            "1 1 4 4"),
        gives("smaller than the window", maxPool(2, 1, 2, false), "1 1 4 4"),
        gives("step over", new MaxPool(l(2), l(1), l(1, 2), l(3), false), "1 1 1"),
        gives("takes 1 operand", new Relu(), "1", "1"),
        gives("does not broadcast", new Add(), "2 3", "2"),
        gives("does not join", new Concat(1), "1 2 3", "1 2 4"),
        gives("axis 4 is out of range", new Softmax(4), "1 2"),
        gives("cannot take the shape", new Reshape(l(-1, 5)), "2 3"),
        gives("cannot take the shape", new Reshape(l(HUGE, HUGE, HUGE)), "2 3"),
        gives("one -1", new Reshape(l(-1, -1)), "2 3"),
        gives("keeps axis 2", new Reshape(l(2, 3, 0)), "2 3"),
        gives("takes nothing", slice(3, 3, 1, 1), "1 5"),
        gives("add up to", new Split(1, l(2, HUGE, HUGE)), "1 5"),
        gives("must divide the 6 channels", new ChannelShuffle(4, l()), "1 4 2", "1 2 2"),
        gives("must be at least 1", new ChannelShuffle(0, l()), "1 4 2"),
        gives("add up to", new ChannelShuffle(2, l(1, 2)), "1 4 2"),
        gives("does not join", new ChannelShuffle(2, l()), "1 4 2", "1 4 3"),
        gives("must have 2 to 5 axes", new ChannelShuffle(1, l()), "4"),
        gives("order the axes", new Transpose(l(0, 0)), "1 5"),
        gives("at least one axis", new Mean(l(), true), "1 5"),
        gives("at least one axis", new Mean(l(1, -1), true), "1 5"),
        gives("long", new Upsample(l(HUGE), Upsample.Mode.NEAREST), "1 1 2"),
        gives("long", new Pad(l(0, HUGE, 0, HUGE), 0), "1 5"),
        gives("size 0", new Input(type("1 0"), Optional.empty())),
        gives("size 0", new Constant(Tensor.of(new float[0], 0, 3))),
        gives("more than", new Input(type(HUGE + " " + HUGE), Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void refuses(String part, Op op, List<TensorType> operands) {
    assertThatThrownBy(() -> op.infer(operands))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining(part);
  }

  @Test
  void openBatchesPassThrough() {
    TensorType weight = type("5 6 3 3");
    assertThat(conv(3, 1, 0, 1, 1).infer(List.of(OPEN, weight)).toString())
        .isEqualTo("[f32[N, 5, 6, 7]]");
    assertThat(new Flatten(1).infer(List.of(OPEN)).toString()).isEqualTo("[f32[N, 432]]");
    assertThat(new Reshape(l(0, -1)).infer(List.of(OPEN)).toString()).isEqualTo("[f32[N, 432]]");
    assertThat(new Add().infer(List.of(OPEN, type("6 1 1"))).toString())
        .isEqualTo("[f32[N, 6, 8, 9]]");
  }

  @Test
  void nothingWorksAcrossAnOpenBatch() {
    for (Op op :
        List.of(
            new Softmax(0),
            new Mean(l(0), false),
            new Flatten(0),
            new Reshape(l(-1)),
            new Concat(0),
            new Split(0, l(1)),
            slice(0, 1, 0, 1),
            new Pad(l(1, 0, 0, 0, 0, 0, 0, 0), 0))) {
      assertThatThrownBy(() -> op.infer(List.of(OPEN)))
          .as(op.toString())
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("N");
    }
  }

  private static Arguments gives(String expected, Op op, String... operands) {
    return Arguments.of(expected, op, Stream.of(operands).map(InferenceTest::type).toList());
  }

  private static TensorType type(String sizes) {
    return TensorType.f32(
        Stream.of(sizes.split(" "))
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray());
  }

  private static Conv conv(int kernel, int stride, int pad, int dilation, int groups) {
    return new Conv(
        l(kernel, kernel), l(stride, stride), l(pad, pad, pad, pad), l(dilation, dilation), groups);
  }

  private static MaxPool maxPool(int kernel, int stride, int pad, boolean ceil) {
    return new MaxPool(l(kernel, kernel), l(stride, stride), l(pad, pad, pad, pad), l(1, 1), ceil);
  }

  private static Slice slice(int start, int end, int axis, int step) {
    return new Slice(l(start), l(end), l(axis), l(step));
  }

  private static List<Integer> l(Integer... values) {
    return List.of(values);
  }
}

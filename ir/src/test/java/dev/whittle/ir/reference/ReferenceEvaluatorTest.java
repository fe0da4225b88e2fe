package dev.whittle.ir.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.ir.Dim;
import dev.whittle.ir.Graph;
import dev.whittle.ir.Shape;
import dev.whittle.ir.TensorType;
import dev.whittle.ir.Value;
import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Activation;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.AveragePool;
import dev.whittle.ir.op.BatchNorm;
import dev.whittle.ir.op.ChannelShuffle;
import dev.whittle.ir.op.Clip;
import dev.whittle.ir.op.Concat;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Dense;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Epilogue;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Gelu;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.LocalResponseNorm;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Lowered;
import dev.whittle.ir.op.MaxPool;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Op;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Reorder;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Silu;
import dev.whittle.ir.op.Slice;
import dev.whittle.ir.op.Softmax;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Split;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Tanh;
import dev.whittle.ir.op.Transpose;
import dev.whittle.ir.op.Upsample;
import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Layout;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases small enough to compute by hand, and the values that are not ordinary numbers. */
class ReferenceEvaluatorTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;
  private static final Weights NONE = Weights.of(Map.of());

  @Test
  void convolutionSumsAcrossChannelsOfItsGroup() {
    Conv conv = new Conv(List.of(2), List.of(1), List.of(1, 0), List.of(1), 2);
    Tensor x = row(1, 2, 3, 10, 20, 30);
    assertThat(floats(conv, shaped(x, 1, 2, 3), shaped(row(1, 2, 3, 4), 2, 1, 2), row(100, 1000)))
        .containsExactly(102, 105, 108, 1040, 1110, 1180);
  }

  @Test
  void convolutionStridesDilatesAndPadsUnevenly() {
    Conv conv = new Conv(List.of(1, 2), List.of(1, 2), List.of(0, 1, 0, 2), List.of(1, 3), 1);
    Tensor x = shaped(row(1, 2, 3, 4), 1, 1, 1, 4);
    assertThat(floats(conv, x, shaped(row(10, 1), 1, 1, 1, 2))).containsExactly(3, 20);
  }

  @Test
  void denseMultipliesByTheTransposedWeight() {
    assertThat(floats(new Dense(), shaped(row(1, 2, 3, 4), 2, 2), shaped(row(5, 6), 1, 2), row(1)))
        .containsExactly(18, 40);
  }

  @Test
  void poolsIgnorePaddingUnlessTold() {
    Tensor x = shaped(row(-1, -2, -3), 1, 1, 3);
    MaxPool max = new MaxPool(List.of(2), List.of(2), List.of(1, 1), List.of(1), true);
    assertThat(floats(max, x)).containsExactly(-1, -2);
    AveragePool without = new AveragePool(List.of(2), List.of(2), List.of(1, 0), true, false);
    assertThat(floats(without, x)).containsExactly(-1, -2.5f);
    AveragePool with = new AveragePool(List.of(2), List.of(2), List.of(1, 0), true, true);
    assertThat(floats(with, x)).containsExactly(-0.5f, -2.5f);
  }

  @Test
  void averagesCountOnlyPositionsThatThePadReaches() {
    Tensor x = shaped(row(1, 2, 3, 4), 1, 1, 4);
    AveragePool with = new AveragePool(List.of(3), List.of(2), List.of(0, 1), true, true);
    assertThat(floats(with, x)).containsExactly(2, 7 / 3f);
  }

  @Test
  void normalisations() {
    assertThat(
            floats(
                new BatchNorm(1),
                shaped(row(1, 2, 3, 4), 1, 2, 2),
                row(1, 10),
                row(0, 5),
                row(1, 2),
                row(3, 8)))
        .containsExactly(0, 0.5f, (float) (25 / 3.0), (float) (35 / 3.0));
    assertThat(floats(new LocalResponseNorm(2, 2, 1, 1), shaped(row(1, 2, 3), 1, 3)))
        .containsExactly(1 / 6f, 2 / 14f, 3 / 10f);
    assertThat(floats(new Softmax(0), row(0, (float) Math.log(3)))).containsExactly(0.25f, 0.75f);
  }

  @Test
  void movements() {
    Tensor x = shaped(row(1, 2, 3, 4, 5, 6), 2, 3);
    assertThat(floats(new Transpose(List.of(1, 0)), x)).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(floats(new Slice(List.of(-1), List.of(9), List.of(1), List.of(1)), x))
        .containsExactly(3, 6);
    assertThat(floats(new Concat(1), x, shaped(row(7, 8), 2, 1)))
        .containsExactly(1, 2, 3, 7, 4, 5, 6, 8);
    List<Tensor> parts = ReferenceEvaluator.apply(new Split(1, List.of(1, 2)), List.of(x));
    assertThat(parts.get(0).floats()).containsExactly(1, 4);
    assertThat(parts.get(1).floats()).containsExactly(2, 3, 5, 6);
    List<Tensor> shuffled =
        ReferenceEvaluator.apply(
            new ChannelShuffle(2, List.of(1, 3)), List.of(x, shaped(row(7, 8), 2, 1)));
    assertThat(shuffled.get(0).floats()).containsExactly(1, 4);
    assertThat(shuffled.get(1).floats()).containsExactly(3, 2, 7, 6, 5, 8);
    Upsample bilinear = new Upsample(List.of(1, 2), Upsample.Mode.BILINEAR);
    assertThat(floats(bilinear, shaped(row(0, 4), 1, 1, 1, 2))).containsExactly(0, 1, 3, 4);
  }

  @Test
  void movementsKeepEveryBitOfAnyType() {
    long[] numbers = {Long.MIN_VALUE, (1L << 60) + 1, -1};
    Tensor x = Tensor.of(ElementType.I64, MemorySegment.ofArray(numbers), 1, 3);
    Tensor y = ReferenceEvaluator.apply(new Transpose(List.of(1, 0)), List.of(x)).getFirst();
    assertThat(y).isEqualTo(Tensor.of(ElementType.I64, MemorySegment.ofArray(numbers), 3, 1));
    Tensor both = ReferenceEvaluator.apply(new Concat(0), List.of(x, x)).getFirst();
    assertThat(both.get(5)).isEqualTo(-1);
  }

  static Stream<Arguments> unusual() {
    return Stream.of(
        Arguments.of(new Relu(), 0, INF, 0),
        Arguments.of(new Clip(-1, 6), -1, 6, 0),
        Arguments.of(new Clip(2, 1), 1, 1, 1),
        Arguments.of(new LeakyRelu(0.5f), -INF, INF, 0),
        Arguments.of(new Sigmoid(), 0, 1, 0.5f),
        Arguments.of(new Tanh(), -1, 1, 0),
        Arguments.of(new HardSwish(), NAN, INF, 0),
        Arguments.of(new HardSigmoid(0.2f, 0.5f), 0, 1, 0.5f),
        Arguments.of(new Silu(), NAN, INF, 0),
        Arguments.of(new Abs(), INF, INF, 0),
        Arguments.of(new Neg(), INF, -INF, 0),
        Arguments.of(new Exp(), 0, INF, 1),
        Arguments.of(new Log(), NAN, INF, -INF),
        Arguments.of(new Sqrt(), NAN, INF, 0),
        Arguments.of(new Erf(), -1, 1, 0),
        Arguments.of(new Round(), -INF, INF, 0),
        Arguments.of(new Elu(0.5f), -0.5f, INF, 0),
        Arguments.of(new Softplus(), 0, INF, (float) Math.log(2)),
        Arguments.of(new Gelu(Gelu.Approximation.NONE), NAN, INF, 0),
        Arguments.of(new Gelu(Gelu.Approximation.TANH), NAN, INF, 0));
  }

  @ParameterizedTest
  @MethodSource("unusual")
  void activationsOfUnusualNumbers(
      Activation activation, float ofMinusInfinity, float ofInfinity, float ofMinusZero) {
    assertThat(floats(activation, row(-INF, INF, -0f, NAN)))
        .usingComparatorWithPrecision(0f)
        .containsExactly(ofMinusInfinity, ofInfinity, ofMinusZero, NAN);
  }

  @Test
  void arithmeticOfUnusualNumbers() {
    assertThat(floats(new Div(), row(1, -1, 0, INF), row(0, 0, 0, INF)))
        .containsExactly(INF, -INF, NAN, NAN);
    assertThat(floats(new Add(), row(Float.MAX_VALUE, INF), row(Float.MAX_VALUE, -INF)))
        .containsExactly(INF, NAN);
    assertThat(floats(new Softmax(0), row(-INF, 0))).containsExactly(0, 1);
    assertThat(floats(new Softmax(0), row(-INF, -INF))).containsExactly(NAN, NAN);
    MaxPool max = new MaxPool(List.of(2), List.of(1), List.of(0, 0), List.of(1), false);
    assertThat(floats(max, shaped(row(1, NAN, 2), 1, 1, 3))).containsExactly(NAN, NAN);
  }

  @Test
  void halvesRoundToNearestEven() {
    TensorType half = new TensorType(ElementType.F16, Shape.of(2));
    Tensor x = Rounding.tensor(half, new float[] {1, 2048});
    Tensor y = Rounding.tensor(half, new float[] {1 / 2048f, 3});
    assertThat(floats(new Add(), x, y)).containsExactly(1, 2052);
    TensorType brain = new TensorType(ElementType.BF16, Shape.of(4));
    assertThat(Rounding.tensor(brain, new float[] {257, 259, NAN, Float.MAX_VALUE}).floats())
        .containsExactly(256, 260, NAN, INF);
  }

  @Test
  void loweredMeansTheOpThenItsEpilogue() {
    Layout nc = Layout.parse("NC");
    Op lowered =
        new Lowered(
            new Dense(),
            "any",
            List.of(nc, Layout.parse("OI"), nc),
            nc,
            List.of(new Epilogue.AddOperand(), new Epilogue.Apply(new Relu())));
    Tensor x = shaped(row(1, 2), 1, 2);
    Tensor weight = shaped(row(1, 1, -1, -1), 2, 2);
    assertThat(floats(lowered, x, weight, shaped(row(1, 2), 1, 2))).containsExactly(4, 0);
    Tensor same =
        ReferenceEvaluator.apply(new Reorder(nc, Layout.parse("NC16c")), List.of(x)).getFirst();
    assertThat(same).isEqualTo(x);
  }

  @Test
  void inputsBindTheBatchAndAreChecked() {
    Graph.Builder builder = Graph.builder("net");
    TensorType open = new TensorType(ElementType.F32, Shape.of(Dim.of("N"), Dim.of(2)));
    Value x = builder.input("x", open);
    Value w = builder.parameter("w", TensorType.f32(2));
    Graph graph = builder.output("y", builder.add("sum", new Add(), x, w)).build();
    Weights weights = Weights.of(Map.of("w", row(1, 2)));

    Tensor three = shaped(row(0, 0, 10, 10, 20, 20), 3, 2);
    assertThat(ReferenceEvaluator.evaluate(graph, weights, Map.of("x", three)).get("y").floats())
        .containsExactly(1, 2, 11, 12, 21, 22);
    refuses("the network takes f32[N, 2]", graph, weights, Map.of("x", row(1, 2)));
    refuses("takes the inputs [x]", graph, weights, Map.of());
    refuses("no weight w", graph, NONE, Map.of("x", three));
    refuses("needs f32[2]", graph, Weights.of(Map.of("w", row(1))), Map.of("x", three));
  }

  private static void refuses(
      String part, Graph graph, Weights weights, Map<String, Tensor> inputs) {
    assertThatThrownBy(() -> ReferenceEvaluator.evaluate(graph, weights, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(part);
  }

  private static float[] floats(Op op, Tensor... operands) {
    return ReferenceEvaluator.apply(op, List.of(operands)).getFirst().floats();
  }

  private static Tensor row(float... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor shaped(Tensor tensor, int... shape) {
    return Tensor.of(tensor.floats(), shape);
  }
}

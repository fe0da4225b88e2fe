package dev.whittle.tests.onnx;

import static dev.whittle.tests.onnx.OnnxRecipe.of;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** A recipe for each operator that is read; a new operator needs a line here. */
final class OnnxRecipes {
  static final List<OnnxRecipe> ALL =
      List.of(
          of("Abs", IntegerRecipes.or(OnnxRecipes::anyNumber)),
          of("Add", OnnxRecipes::pair),
          of("And", d -> known(d, ElementType.BOOL)),
          of("ArgMax", FunctionRecipes::argMax),
          of("ArgMin", FunctionRecipes::argMax),
          of("AveragePool", WindowedRecipes::averagePool),
          of("BatchNormalization", WindowedRecipes::batchNorm),
          of("Cast", SizeRecipes::cast).since(9),
          of("Ceil", FunctionRecipes::step),
          of("Celu", d -> d.maybe("alpha", d.choose(0.5f, 2f)).emit(d.x())).since(12),
          of("Clip", IntegerRecipes.or(OnnxRecipes::clip)),
          of("Concat", ShapeRecipes::concat),
          of("Constant", SizeRecipes::constant),
          of("ConstantOfShape", SizeRecipes::filled).since(9),
          of("Conv", WindowedRecipes::conv),
          of("ConvTranspose", WindowedRecipes::convTranspose),
          of("DepthToSpace", ShapeRecipes::depthToSpace),
          of("DequantizeLinear", FunctionRecipes::dequantise).since(10),
          of("Div", OnnxRecipes::pair),
          of("Dropout", ShapeRecipes::dropout),
          of("Elu", d -> d.maybe("alpha", d.choose(0.5f, 2f)).emit(d.x())),
          of("Equal", d -> known(d, d.operatorSet() < 11 ? ElementType.I64 : number(d))),
          of("Erf", OnnxRecipes::unary).since(9),
          of("Exp", FunctionRecipes::bounded),
          of("Expand", SizeRecipes::expand).since(8),
          of(
              "Flatten",
              d -> {
                Port x = d.x();
                d.maybe("axis", d.number(d.isOpen() ? 1 : 0, x.rank())).emit(x);
              }),
          of("Floor", FunctionRecipes::step),
          of("Gather", ShapeRecipes::gather),
          of("Gelu", d -> d.maybe("approximate", d.choose("none", "tanh")).emit(d.x())).since(20),
          of("Gemm", WindowedRecipes::gemm),
          of("GlobalAveragePool", d -> d.emit(d.picture())),
          of("GlobalMaxPool", d -> d.emit(d.picture())),
          of("Greater", d -> known(d, d.operatorSet() < 9 ? ElementType.F32 : number(d))),
          of("GroupNormalization", FunctionRecipes::groupNorm).since(18),
          of(
              "HardSigmoid",
              d -> d.maybe("alpha", d.decimal()).maybe("beta", d.decimal()).emit(d.x())),
          of("HardSwish", OnnxRecipes::unary).since(14),
          of("Identity", OnnxRecipes::anyNumber),
          of("InstanceNormalization", FunctionRecipes::instanceNorm),
          of("LRN", WindowedRecipes::localResponseNorm),
          of("LayerNormalization", FunctionRecipes::layerNorm).since(17),
          of("LeakyRelu", d -> d.maybe("alpha", d.decimal()).emit(d.x())),
          of("Less", d -> known(d, d.operatorSet() < 9 ? ElementType.F32 : number(d))),
          of("Log", FunctionRecipes::ofPositive),
          of("LogSoftmax", FunctionRecipes::logSoftmax),
          of("MatMul", WindowedRecipes::matMul),
          of("Max", IntegerRecipes.orPair(OnnxRecipes::some)).since(8),
          of("MaxPool", WindowedRecipes::maxPool),
          of("Mean", OnnxRecipes::some).since(8),
          of("Min", IntegerRecipes.orPair(OnnxRecipes::some)).since(8),
          of("Mish", OnnxRecipes::unary).since(18),
          of("Mul", OnnxRecipes::pair),
          of("Neg", IntegerRecipes.or(OnnxRecipes::anyNumber)),
          of("Not", d -> d.emit(d.known(ElementType.BOOL))),
          of("Or", d -> known(d, ElementType.BOOL)),
          of(
              "PRelu",
              d -> {
                Port x = d.x();
                d.emit(x, d.floats(d.smaller(x.shape())));
              }),
          of("Pad", ShapeRecipes::pad),
          of("Pow", FunctionRecipes::pow),
          of("QuantizeLinear", FunctionRecipes::quantise).since(10),
          of("Range", SizeRecipes::range).since(11),
          of("Reciprocal", FunctionRecipes::ofPositive),
          of("ReduceL1", FunctionRecipes.reduce(18, false)),
          of("ReduceL2", FunctionRecipes.reduce(18, false)),
          of("ReduceLogSum", FunctionRecipes.reduce(18, true)),
          of("ReduceLogSumExp", FunctionRecipes.reduce(18, false)),
          of("ReduceMax", IntegerRecipes.or(FunctionRecipes.reduce(18, false))),
          of("ReduceMean", FunctionRecipes.reduce(18, false)),
          of("ReduceMin", IntegerRecipes.or(FunctionRecipes.reduce(18, false))),
          of("ReduceProd", SizeRecipes::reduceProd),
          of("ReduceSum", FunctionRecipes.reduce(13, false)),
          of("ReduceSumSquare", FunctionRecipes.reduce(18, false)),
          of("Relu", IntegerRecipes.or(OnnxRecipes::unary)),
          of("Reshape", ShapeRecipes::reshape),
          of("Resize", ShapeRecipes::resize).since(10),
          of("Round", FunctionRecipes::round).since(11),
          of("Selu", OnnxRecipes::unary),
          of("Shape", SizeRecipes::shape),
          of("Sigmoid", OnnxRecipes::unary),
          of("Sign", IntegerRecipes.or(FunctionRecipes::step)).since(9),
          of("Size", SizeRecipes::size),
          of("Slice", ShapeRecipes::slice),
          of(
              "Softmax",
              d -> {
                Port x = d.x(p -> p.rank() > 1);
                d.maybe("axis", d.axis(1, x.rank())).emit(x);
              }),
          of("Softplus", OnnxRecipes::unary),
          of("Softsign", OnnxRecipes::unary),
          of("SpaceToDepth", ShapeRecipes::spaceToDepth),
          of("Split", ShapeRecipes::split),
          of(
              "Sqrt",
              d -> d.emit(d.chance(0.5) ? d.known(ElementType.F32) : FunctionRecipes.positive(d))),
          of("Squeeze", ShapeRecipes::squeeze),
          of("Sub", OnnxRecipes::pair),
          of("Sum", OnnxRecipes::some).since(8),
          of("Tanh", OnnxRecipes::unary),
          of("Tile", FunctionRecipes::tile),
          of("Transpose", IntegerRecipes.or(ShapeRecipes::transpose)),
          of("Unsqueeze", ShapeRecipes::unsqueeze),
          of("Upsample", ShapeRecipes::upsample).until(9),
          of("Where", SizeRecipes::where).since(9));

  private OnnxRecipes() {}

  private static void unary(Draft d) {
    d.emit(d.x());
  }

  private static void anyNumber(Draft d) {
    d.emit(d.chance(0.7) ? d.x() : d.known(ElementType.F32));
  }

  private static ElementType number(Draft d) {
    return d.choose(ElementType.F32, ElementType.I64);
  }

  private static void known(Draft d, ElementType type) {
    Port a = d.known(type);
    Port b = d.partner(a);
    inOrder(d, a, b);
  }

  private static void inOrder(Draft d, Port a, Port b) {
    if (d.chance(0.5)) {
      d.emit(a, b);
    } else {
      d.emit(b, a);
    }
  }

  private static void pair(Draft d) {
    Port a = d.chance(0.7) ? d.x() : d.known(number(d));
    inOrder(d, a, d.partner(a));
  }

  private static void some(Draft d) {
    Port x = d.x();
    d.emit(IntStream.range(0, d.number(1, 4)).mapToObj(i -> i == 0 ? x : d.partner(x)).toArray());
  }

  private static void clip(Draft d) {
    Port x = d.x();
    float low = d.choose(0f, -0f, -0.5f, d.decimal());
    float high = d.choose(6f, 1f, low + 1);
    if (d.operatorSet() < 11) {
      d.maybe("min", low).maybe("max", high).emit(x);
    } else {
      d.emit(x, limit(d, low), limit(d, high));
    }
  }

  private static Object limit(Draft d, float value) {
    return d.chance(0.7) ? d.constant(Tensor.of(new float[] {value})) : "";
  }
}

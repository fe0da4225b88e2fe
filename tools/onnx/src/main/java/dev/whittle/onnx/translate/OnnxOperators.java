package dev.whittle.onnx.translate;

import static dev.whittle.onnx.translate.OnnxOperator.of;

import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.Elu;
import dev.whittle.ir.op.Erf;
import dev.whittle.ir.op.Exp;
import dev.whittle.ir.op.Floor;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.Log;
import dev.whittle.ir.op.Maximum;
import dev.whittle.ir.op.Mean;
import dev.whittle.ir.op.Minimum;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.ReduceMax;
import dev.whittle.ir.op.ReduceMin;
import dev.whittle.ir.op.ReduceSum;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Round;
import dev.whittle.ir.op.Sigmoid;
import dev.whittle.ir.op.Softplus;
import dev.whittle.ir.op.Sqrt;
import dev.whittle.ir.op.Sub;
import dev.whittle.ir.op.Tanh;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue of ONNX's operators that are read, by name. */
public final class OnnxOperators {
  private static final String ON_SIZES = "sizes and constants only";
  private static final String SMALL = "of computed integers only those of 8 bits";

  /** All of them. */
  public static final List<OnnxOperator> ALL =
      List.of(
          of("Abs", "`abs`", Integers.wrapping(Elementwise.unary(new Abs(), Math::abs), new Abs())),
          of(
                  "Add",
                  "`add`",
                  Integers.wrapping(
                      Elementwise.arithmetic(new Add(), Double::sum, Long::sum), new Add()))
              .limits(SMALL),
          of("And", "nothing", Elementwise.compared((a, b) -> a != 0 && b != 0)).limits(ON_SIZES),
          of("ArgMax", "`arg_max`", Integers.read(Reducing::argMax)),
          of("ArgMin", "`neg`, `arg_max`", Integers.read(Reducing::argMin)),
          of("AveragePool", "`average_pool`, or `conv2d`, `mul`", Windowed::averagePool),
          of("BatchNormalization", "`batch_normalise`", Normalising::batchNorm)
              .ignoring("momentum")
              .limits("statistics that are weights; not in training mode"),
          of("Cast", "`cast`, `to_float`", Sizes::cast)
              .ignoring("saturate", "round_mode")
              .limits("not of computed integers to narrower ones"),
          of("Ceil", "`neg`, `round_down`", Elementwise::ceil),
          of("Celu", "`elu`, `mul`, `div`", Elementwise::celu),
          of("Clip", "`clip`, `relu`, `maximum`, `minimum`", Integers.exact(Elementwise::clip)),
          of("Concat", "`concat`", Parts::concat),
          of("Constant", "a weight or `constant`", Sizes::constant).limits("numbers, not sparse"),
          of("ConstantOfShape", "a weight or `constant`", Sizes::filled).limits("a known shape"),
          of("Conv", "`conv2d`", Windowed::conv)
              .limits("one to three spatial axes, weights that are known"),
          of(
                  "ConvTranspose",
                  "`conv2d`, `reshape`, `transpose`, `slice`",
                  TransposedConvolution::translate)
              .limits("one to three spatial axes, weights that are known"),
          of("DepthToSpace", "`reshape`, `transpose`", Shaping::depthToSpace),
          of(
                  "DequantizeLinear",
                  "a weight, or `sub`, `mul`",
                  Integers.read(Quantising::dequantise, 0))
              .ignoring("output_dtype")
              .limits("scales that are known"),
          of("Div", "`div`", Integers.wrapping(Elementwise::divide, new Div()))
              .limits(SMALL + ", unsigned"),
          of("Dropout", "nothing", Normalising::dropout)
              .ignoring("ratio", "seed", "is_test")
              .limits("not in training mode"),
          of("Elu", "`elu`", Elementwise.same("alpha", 1, Elu::new)),
          of("Equal", "nothing", Elementwise.compared((a, b) -> a == b)).limits(ON_SIZES),
          of("Erf", "`erf`", Elementwise.same(new Erf())),
          of("Exp", "`exp`", Elementwise.same(new Exp())),
          of("Expand", "`mul`", Integers.exact(Parts::expand, 0)).limits("a known shape"),
          of("Flatten", "`flatten`", Shaping::flatten),
          of("Floor", "`round_down`", Elementwise.same(new Floor())),
          of("Gather", "`slice`, `concat`, `reshape`", Parts::gather).limits("known indices"),
          of("Gelu", "`gelu`", Elementwise::gelu),
          of("Gemm", "`matmul`, or `mul`, `reduce_sum`", Matrices::gemm)
              .limits(
                  "a right matrix that is known, or at most %d million products"
                      .formatted(Matrices.MOST_PRODUCTS >> 20)),
          of(
              "GlobalAveragePool",
              "`global_average_pool`",
              Elementwise.same(new GlobalAveragePool())),
          of("GlobalMaxPool", "`max_pool`", Windowed::globalMaxPool),
          of("Greater", "nothing", Elementwise.compared((a, b) -> a > b)).limits(ON_SIZES),
          of(
                  "GroupNormalization",
                  "`reshape`, `mean`, `sub`, `mul`, `add`, `square_root`, `div`",
                  Normalising::groupNorm)
              .ignoring("stash_type")
              .limits("scales and biases that are weights"),
          of(
              "HardSigmoid",
              "`hard_sigmoid`",
              call ->
                  call.emit(
                      new HardSigmoid(
                          call.attributes().number("alpha", 0.2f),
                          call.attributes().number("beta", 0.5f)),
                      call.value(0))),
          of("HardSwish", "`hard_swish`", Elementwise.same(new HardSwish())),
          of("Identity", "nothing", call -> call.give(0, call.operand(0))),
          of(
                  "InstanceNormalization",
                  "`mean`, `sub`, `mul`, `add`, `square_root`, `div`",
                  Normalising::instanceNorm)
              .limits("scales and biases that are weights"),
          of("LRN", "`local_response_norm`", Normalising::localResponseNorm),
          of(
                  "LayerNormalization",
                  "`mean`, `sub`, `mul`, `add`, `square_root`, `div`",
                  Normalising::layerNorm)
              .ignoring("stash_type"),
          of("LeakyRelu", "`leaky_relu`", Elementwise.same("alpha", 0.01f, LeakyRelu::new)),
          of("Less", "nothing", Elementwise.compared((a, b) -> a < b)).limits(ON_SIZES),
          of("Log", "`log`", Elementwise.same(new Log())),
          of(
              "LogSoftmax",
              "`reduce_max`, `sub`, `exp`, `reduce_sum`, `log`",
              Normalising::logSoftmax),
          of("MatMul", "`matmul`, `conv2d`, or `mul`, `reduce_sum`", Matrices::matMul)
              .limits(
                  "a right matrix that is known, or at most 4 axes and %d million products"
                      .formatted(Matrices.MOST_PRODUCTS >> 20)),
          of(
              "Max",
              "`maximum`",
              Integers.exact(Elementwise.chain(new Maximum(), Math::max, Math::max))),
          of("MaxPool", "`max_pool`", Integers.exact(Windowed::maxPool))
              .ignoring("storage_order")
              .limits("without its indices"),
          of("Mean", "`add`, `mul`", Elementwise::mean),
          of(
              "Min",
              "`minimum`",
              Integers.exact(Elementwise.chain(new Minimum(), Math::min, Math::min))),
          of("Mish", "`softplus`, `tanh`, `mul`", Elementwise::mish),
          of(
                  "Mul",
                  "`mul`",
                  Integers.wrapping(
                      Elementwise.arithmetic(new Mul(), (a, b) -> a * b, (a, b) -> a * b),
                      new Mul()))
              .limits(SMALL),
          of("Neg", "`neg`", Integers.wrapping(Elementwise.unary(new Neg(), x -> -x), new Neg())),
          of(
                  "Not",
                  "nothing",
                  call ->
                      call.give(
                          0,
                          Folding.compare(
                              Elementwise.known(call, 0),
                              Elementwise.known(call, 0),
                              (a, _) -> a == 0)))
              .limits(ON_SIZES),
          of("Or", "nothing", Elementwise.compared((a, b) -> a != 0 || b != 0)).limits(ON_SIZES),
          of("PRelu", "`leaky_relu`, or `relu`, `mul`, `sub`", Elementwise::parametricRelu)
              .limits("slopes that are known"),
          of("Pad", "`pad`, or `slice`, `concat`", Integers.exact(Padding::translate, 0, 2))
              .limits("known pads"),
          of("Pow", "`pow`, `mul`, `square_root`", Elementwise::pow),
          of("QuantizeLinear", "`div`, `rint`, `add`, `clip`", Quantising::quantise)
              .ignoring("saturate", "precision")
              .limits("scales that are known; to integers of 8 bits"),
          of("Range", "a weight or `constant`", Sizes::range).limits(ON_SIZES),
          of("Reciprocal", "`div`", Elementwise::reciprocal),
          of("ReduceL1", "`abs`, `reduce_sum`", Reducing::absolutes).limits("known axes"),
          of("ReduceL2", "`mul`, `reduce_sum`, `square_root`", Reducing::lengths)
              .limits("known axes"),
          of("ReduceLogSum", "`reduce_sum`, `log`", Reducing::logarithm).limits("known axes"),
          of(
                  "ReduceLogSumExp",
                  "`reduce_max`, `sub`, `exp`, `reduce_sum`, `log`",
                  Reducing::logarithmOfExponentials)
              .limits("known axes"),
          of(
                  "ReduceMax",
                  "`reduce_max`",
                  Integers.exact(Reducing.same(ReduceMax::new, Long.MIN_VALUE, Math::max), 0))
              .limits("known axes"),
          of("ReduceMean", "`mean`", Reducing.same(Mean::new)).limits("known axes"),
          of(
                  "ReduceMin",
                  "`reduce_min`",
                  Integers.exact(Reducing.same(ReduceMin::new, Long.MAX_VALUE, Math::min), 0))
              .limits("known axes"),
          of("ReduceProd", "nothing", call -> Reducing.sizes(call, 1, Math::multiplyExact))
              .limits(ON_SIZES),
          of("ReduceSum", "`reduce_sum`", Reducing.same(ReduceSum::new, 0, Math::addExact))
              .limits("known axes"),
          of("ReduceSumSquare", "`mul`, `reduce_sum`", Reducing::squares).limits("known axes"),
          of("Relu", "`relu`", Integers.exact(Elementwise.same(new Relu()))),
          of("Reshape", "`reshape`", Shaping::reshape).limits("a known shape"),
          of("Resize", "`upsample`, or `conv2d` with a matrix", Resizing::resize)
              .ignoring("extrapolation_value")
              .limits("known sizes; antialias only where it changes nothing"),
          of("Round", "`rint`", Elementwise.same(new Round())),
          of("Selu", "`elu`, `mul`", Elementwise::selu),
          of("Shape", "nothing", Sizes::shape),
          of("Sigmoid", "`sigmoid`", Elementwise.same(new Sigmoid())),
          of("Sign", "`clip`, `mul`", Integers.exact(Elementwise::sign)),
          of("Size", "nothing", Sizes::size),
          of("Slice", "`slice`, `concat`", Parts::slice).limits("known positions"),
          of("Softmax", "`softmax`", Normalising::softmax),
          of("Softplus", "`softplus`", Elementwise.same(new Softplus())),
          of("Softsign", "`abs`, `add`, `div`", Elementwise::softsign),
          of("SpaceToDepth", "`reshape`, `transpose`", Shaping::spaceToDepth),
          of("Split", "`split`", Parts::split).limits("known sizes"),
          of("Sqrt", "`square_root`", Elementwise.same(new Sqrt())),
          of("Squeeze", "`reshape`", Shaping::squeeze).limits("known axes"),
          of(
                  "Sub",
                  "`sub`",
                  Integers.wrapping(
                      Elementwise.arithmetic(new Sub(), (a, b) -> a - b, (a, b) -> a - b),
                      new Sub()))
              .limits(SMALL),
          of("Sum", "`add`", Elementwise.chain(new Add(), Double::sum, Long::sum)),
          of("Tanh", "`tanh`", Elementwise.same(new Tanh())),
          of("Tile", "`concat`", Parts::tile).limits("known repeats"),
          of("Transpose", "`transpose`", Shaping::transpose),
          of("Unsqueeze", "`reshape`", Shaping::unsqueeze).limits("known axes"),
          of("Upsample", "`upsample`, or `conv2d` with a matrix", Resizing::upsample)
              .limits("known scales"),
          of(
                  "Where",
                  "nothing",
                  call ->
                      call.give(
                          0,
                          Folding.where(
                              Elementwise.known(call, 0),
                              Elementwise.known(call, 1),
                              Elementwise.known(call, 2))))
              .limits(ON_SIZES));

  private static final Map<String, OnnxOperator> BY_NAME =
      ALL.stream().collect(Collectors.toUnmodifiableMap(OnnxOperator::name, Function.identity()));

  private OnnxOperators() {}

  static Optional<OnnxOperator> find(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }
}

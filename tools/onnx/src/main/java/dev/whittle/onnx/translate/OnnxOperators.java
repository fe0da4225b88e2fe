package dev.whittle.onnx.translate;

import static dev.whittle.onnx.translate.OnnxOperator.of;

import dev.whittle.ir.op.Abs;
import dev.whittle.ir.op.Add;
import dev.whittle.ir.op.Div;
import dev.whittle.ir.op.GlobalAveragePool;
import dev.whittle.ir.op.HardSigmoid;
import dev.whittle.ir.op.HardSwish;
import dev.whittle.ir.op.LeakyRelu;
import dev.whittle.ir.op.Mul;
import dev.whittle.ir.op.Neg;
import dev.whittle.ir.op.Relu;
import dev.whittle.ir.op.Sigmoid;
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

  /** All of them. */
  public static final List<OnnxOperator> ALL =
      List.of(
          of("Abs", "`abs`", Elementwise.unary(new Abs(), Math::abs)),
          of("Add", "`add`", Elementwise.arithmetic(new Add(), Double::sum, Long::sum)),
          of("And", "nothing", Elementwise.compared((a, b) -> a != 0 && b != 0)).limits(ON_SIZES),
          of("AveragePool", "`average_pool`", Windowed::averagePool).limits("no dilations"),
          of("BatchNormalization", "`batch_normalise`", Normalising::batchNorm)
              .ignoring("momentum")
              .limits("statistics that are weights; not in training mode"),
          of("Cast", "nothing", Sizes::cast)
              .ignoring("saturate", "round_mode")
              .limits("to integers: " + ON_SIZES),
          of("Ceil", "nothing", Elementwise.folded(Math::ceil)).limits(ON_SIZES),
          of("Clip", "`clip`, `relu`", Elementwise::clip).limits("limits that are known"),
          of("Concat", "`concat`", Parts::concat),
          of("Constant", "a weight or `constant`", Sizes::constant).limits("numbers, not sparse"),
          of("ConstantOfShape", "a weight or `constant`", Sizes::filled).limits("a known shape"),
          of("Conv", "`conv2d`", Windowed::conv)
              .limits("one to three spatial axes, weights that are known"),
          of("DepthToSpace", "`reshape`, `transpose`", Shaping::depthToSpace),
          of(
              "Div",
              "`div`",
              Elementwise.arithmetic(new Div(), (a, b) -> a / b, Elementwise::divide)),
          of("Dropout", "nothing", Normalising::dropout)
              .ignoring("ratio", "seed", "is_test")
              .limits("not in training mode, without its mask"),
          of("Equal", "nothing", Elementwise.compared((a, b) -> a == b)).limits(ON_SIZES),
          of("Expand", "nothing", Parts::expand)
              .limits("to the shape it has; others on " + ON_SIZES),
          of("Flatten", "`flatten`", Shaping::flatten),
          of("Floor", "nothing", Elementwise.folded(Math::floor)).limits(ON_SIZES),
          of("Gather", "`slice`, `concat`", Parts::gather)
              .limits("known indices, at most one axis of them"),
          of("Gemm", "`matmul`", Matrices::gemm).limits("weights that are known"),
          of(
              "GlobalAveragePool",
              "`global_average_pool`",
              Elementwise.same(new GlobalAveragePool())),
          of("GlobalMaxPool", "`max_pool`", Windowed::globalMaxPool),
          of("Greater", "nothing", Elementwise.compared((a, b) -> a > b)).limits(ON_SIZES),
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
          of("LRN", "`local_response_norm`", Normalising::localResponseNorm),
          of(
              "LeakyRelu",
              "`leaky_relu`",
              call ->
                  call.emit(
                      new LeakyRelu(call.attributes().number("alpha", 0.01f)), call.value(0))),
          of("Less", "nothing", Elementwise.compared((a, b) -> a < b)).limits(ON_SIZES),
          of("MatMul", "`matmul`, `conv2d`", Matrices::matMul)
              .limits("a right matrix that is known"),
          of("MaxPool", "`max_pool`", Windowed::maxPool)
              .ignoring("storage_order")
              .limits("without its indices"),
          of("Mean", "`add`, `mul`", Elementwise::mean),
          of("Mul", "`mul`", Elementwise.arithmetic(new Mul(), (a, b) -> a * b, (a, b) -> a * b)),
          of("Neg", "`neg`", Elementwise.unary(new Neg(), x -> -x)),
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
          of("Pad", "`pad`, `slice`", Parts::pad).limits("constant pads"),
          of("Range", "a weight or `constant`", Sizes::range).limits(ON_SIZES),
          of("ReduceMean", "`mean`", Reducing::mean).limits("known axes"),
          of("ReduceProd", "nothing", Reducing::product).limits(ON_SIZES),
          of("Relu", "`relu`", Elementwise.same(new Relu())),
          of("Reshape", "`reshape`", Shaping::reshape).limits("a known shape"),
          of("Resize", "`upsample`", Resizing::resize)
              .ignoring("cubic_coeff_a", "exclude_outside", "extrapolation_value")
              .limits("by whole factors; nearest that repeats elements, linear with `half_pixel`"),
          of("Shape", "nothing", Sizes::shape),
          of("Sigmoid", "`sigmoid`", Elementwise.same(new Sigmoid())),
          of("Size", "nothing", Sizes::size),
          of("Slice", "`slice`", Parts::slice).limits("known positions; positive steps"),
          of("Softmax", "`softmax`", Normalising::softmax),
          of("SpaceToDepth", "`reshape`, `transpose`", Shaping::spaceToDepth),
          of("Split", "`split`", Parts::split).limits("known sizes"),
          of("Sqrt", "nothing", Elementwise.folded(Math::sqrt)).limits(ON_SIZES),
          of("Squeeze", "`reshape`", Shaping::squeeze).limits("known axes"),
          of("Sub", "`sub`", Elementwise.arithmetic(new Sub(), (a, b) -> a - b, (a, b) -> a - b)),
          of("Sum", "`add`", Elementwise::sum),
          of("Tanh", "`tanh`", Elementwise.same(new Tanh())),
          of("Transpose", "`transpose`", Shaping::transpose),
          of("Unsqueeze", "`reshape`", Shaping::unsqueeze).limits("known axes"),
          of("Upsample", "`upsample`", Resizing::upsample).limits("by whole factors, nearest"),
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

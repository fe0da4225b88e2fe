package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.ir.op.Conv;
import dev.whittle.ir.op.Op;
import dev.whittle.passes.Candidate;
import dev.whittle.passes.Target;
import dev.whittle.runtime.Fourier;
import dev.whittle.runtime.Layout;
import java.util.ArrayList;
import java.util.List;

/**
 * Convolution in the frequency domain: tiles of every input channel are transformed once,
 * multiplied with the transformed kernels and summed there, and every output channel is transformed
 * back once (Mathieu, Henaff and LeCun, Fast Training of Convolutional Networks through FFTs,
 * 2013), in tiles of 8, 16 or 32 positions that overlap by the kernel.
 */
final class FourierConvolution implements Schedule {
  private static final List<Integer> SIZES = List.of(8, 16, 32);

  private static final double ERROR = 1e-5;

  /** The share of the peak that products reach. */
  private static final double PRODUCTS = 0.65;

  /** Products at the peak in the time that a float takes, for each lane. */
  private static final double MOVES = 0.25;

  @Override
  public String algorithm() {
    return "fourier";
  }

  @Override
  public List<Candidate> candidates(
      Op op, List<TensorType> operands, List<TensorType> results, Target target) {
    TensorType x = operands.getFirst();
    int lanes = target.lanes();
    if (!(op instanceof Conv conv) || x.rank() != 4 || lanes == 1 || conv.groups() != 1) {
      return List.of();
    }
    Window window = Window.of(conv, x, results.getFirst());
    List<Candidate> found = new ArrayList<>();
    for (int size : SIZES) {
      if (isWorthwhile(window.rows(), size) && isWorthwhile(window.columns(), size)) {
        found.add(candidate(operands, results.getFirst(), size, window, target));
      }
    }
    return found;
  }

  /**
   * Whether tiles of {@code size} take the window and are neither too small for it nor too large.
   */
  private static boolean isWorthwhile(Window.Axis axis, int size) {
    boolean isPlain = axis.stride() == 1 && axis.dilation() == 1;
    return isPlain
        && axis.kernel() > 1
        && 4 * axis.kernel() <= 3 * size
        && size <= 8 * axis.kernel();
  }

  private static Candidate candidate(
      List<TensorType> operands, TensorType y, int size, Window window, Target target) {
    int lanes = target.lanes();
    List<Layout> layouts = new ArrayList<>();
    layouts.add(Layouts.blocked(operands.getFirst(), lanes));
    layouts.add(Layout.parse("%s:HOIW%do".formatted(new Fourier(size).text(), lanes)));
    if (operands.size() > 2) {
      layouts.add(Layouts.channels(lanes));
    }
    FourierShape shape =
        FourierShape.of(
            size,
            window,
            y.shape().size(0),
            operands.get(1).shape().size(1),
            y.shape().size(1),
            Lanes.of(lanes),
            target.threads());
    return new Candidate(
        "fourier/" + size,
        layouts,
        Layouts.blocked(y, lanes),
        true,
        true,
        shape.scratchFloats(),
        efficiency(shape, window, operands.get(1).shape().size(1), y),
        ERROR);
  }

  /** The op's own operations in the time that the products and what they move take, at the peak. */
  private static double efficiency(FourierShape shape, Window window, int inputs, TensorType y) {
    double own =
        (double) y.shape().elementCount()
            * inputs
            * window.rows().kernel()
            * window.columns().kernel();
    double channels = (double) inputs * shape.blocks() * shape.lanes();
    double products = 2.0 * shape.size() * shape.size() * shape.tiles() * channels;
    return own / (products / PRODUCTS + MOVES * shape.lanes() * shape.traffic());
  }

  @Override
  public StepCode write(StepContext step) {
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    Lanes lanes = Lanes.of(step.lanes());
    Window window = Window.of((Conv) step.op(), x.type(), y.type());
    int inputs = weight.size(1);
    FourierShape shape =
        FourierShape.of(
            Integer.parseInt(step.variant()),
            window,
            y.batch(),
            inputs,
            y.size(1),
            lanes,
            step.threads());
    boolean bias = step.hasOperand(2);
    boolean partial = inputs % lanes.count() != 0;
    FourierPasses passes = new FourierPasses(step.library(), lanes);
    String kernel = new FourierSlabs(passes, shape, bias, partial, step.epilogue()).require();
    step.library().invoke(step.driver(), kernel, arguments(step, shape, window).values());
    long products = (long) y.batch() * y.size(1) * y.positions() * inputs * weight.positions();
    return new StepCode(kernel, shape.units(), 2 * products);
  }

  private static Arguments arguments(StepContext step, FourierShape shape, Window window) {
    Operand x = step.operand(0);
    Operand weight = step.operand(1);
    Operand y = step.result();
    int lanes = shape.lanes();
    int inputs = weight.size(1);
    return Arguments.of(step)
        .with("scratch", step.scratch())
        .with("x", x)
        .with("xRow", window.columns().input() * lanes)
        .with("xPlane", x.positions() * lanes)
        .with("height", window.rows().input())
        .with("width", window.columns().input())
        .with("padHeight", window.rows().pad())
        .with("padWidth", window.columns().pad())
        .with("y", y)
        .with("yPlane", y.positions() * lanes)
        .with("outHeight", window.rows().output())
        .with("outWidth", window.columns().output())
        .with("down", shape.down())
        .with("across", shape.across())
        .with("tiles", shape.tiles())
        .with("slabs", shape.slabs())
        .with("slabTiles", shape.slabTiles())
        .with("groups", shape.groups())
        .with("planes", shape.planes())
        .with("wholePlanes", inputs / lanes)
        .with("rest", inputs % lanes)
        .with("blocks", shape.blocks())
        .with("perPart", shape.blocksPerPart())
        .with("chunk", shape.chunk())
        .with("w", weight)
        .with("wBlock", 2 * inputs * lanes)
        .with("wPair", 2 * inputs * lanes * shape.blocks())
        .with("vAt", shape.inputAt())
        .with("vPlane", shape.inputPlane())
        .with("mAt", shape.resultAt())
        .with("mPlane", shape.resultPlane())
        .withBiasAndAdded(step)
        .with("rPlane", y.positions() * lanes);
  }
}

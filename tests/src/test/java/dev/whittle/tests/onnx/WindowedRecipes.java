package dev.whittle.tests.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Nodes of layers: convolutions, pools, products of matrices, normalisations. */
final class WindowedRecipes {
  private WindowedRecipes() {}

  static void conv(Draft d) {
    Port x = d.picture();
    int channels = x.size(1);
    int groups = d.choose(1, 1, 1, channels, channels % 2 == 0 ? 2 : 1);
    int outputs = groups * d.number(1, 4);
    List<Integer> kernel = kernel(d, x, 3);
    window(d, kernel, true);
    d.maybe("kernel_shape", kernel);
    if (groups > 1) {
      d.attribute("group", groups);
    }
    int[] shape =
        Stream.concat(Stream.of(outputs, channels / groups), kernel.stream())
            .mapToInt(i -> i)
            .toArray();
    d.emit(x, d.weight(shape), d.chance(0.5) ? d.floats(outputs) : "");
  }

  static void convTranspose(Draft d) {
    Port x = d.x(p -> p.rank() == 3 || p.rank() == 4);
    int channels = x.size(1);
    int groups = d.choose(1, 1, channels);
    int outputs = d.number(1, 3);
    List<Integer> kernel = d.numbers(x.rank() - 2, 1, 3);
    List<Integer> strides = d.numbers(x.rank() - 2, 1, 3);
    if (d.chance(0.5)) {
      d.attribute("pads", d.numbers(2 * kernel.size(), 0, 1));
    }
    d.attribute("strides", strides)
        .maybe("dilations", d.numbers(kernel.size(), 1, 2))
        .maybe("output_padding", strides.stream().map(s -> d.number(0, s - 1)).toList())
        .maybe("kernel_shape", kernel);
    if (groups > 1) {
      d.attribute("group", groups);
    }
    int[] shape =
        Stream.concat(Stream.of(channels, outputs), kernel.stream()).mapToInt(i -> i).toArray();
    d.emit(x, d.weight(shape), d.chance(0.5) ? d.floats(outputs * groups) : "");
  }

  static void maxPool(Draft d) {
    Port x = d.picture();
    List<Integer> kernel = kernel(d, x, 3);
    window(d, kernel, d.operatorSet() >= 10);
    if (d.operatorSet() >= 10) {
      d.maybe("ceil_mode", d.number(0, 1));
    }
    if (d.operatorSet() >= 8) {
      d.maybe("storage_order", 0);
    }
    d.attribute("kernel_shape", kernel).emit(x);
  }

  static void averagePool(Draft d) {
    Port x = d.picture();
    List<Integer> kernel = kernel(d, x, 3);
    window(d, kernel, d.operatorSet() >= 19 && d.chance(0.5));
    if (d.operatorSet() >= 10) {
      d.maybe("ceil_mode", d.number(0, 1));
    }
    d.maybe("count_include_pad", d.number(0, 1)).attribute("kernel_shape", kernel).emit(x);
  }

  private static List<Integer> kernel(Draft d, Port x, int most) {
    return IntStream.range(2, x.rank())
        .mapToObj(axis -> d.number(1, Math.min(most, x.size(axis))))
        .toList();
  }

  private static void window(Draft d, List<Integer> kernel, boolean hasDilations) {
    int spatial = kernel.size();
    d.maybe("strides", d.numbers(spatial, 1, 3));
    switch (d.number(0, 5)) {
      case 0 -> d.attribute("auto_pad", "SAME_UPPER");
      case 1 -> d.attribute("auto_pad", "SAME_LOWER");
      case 2 -> d.attribute("auto_pad", "VALID");
      case 3, 4 -> {
        List<Integer> pads = new ArrayList<>();
        for (int side = 0; side < 2; side++) {
          kernel.forEach(size -> pads.add(d.number(0, size - 1)));
        }
        d.attribute("pads", pads);
        dilations(d, spatial, hasDilations);
      }
      default -> {
        d.maybe("auto_pad", "NOTSET");
        dilations(d, spatial, hasDilations);
      }
    }
  }

  private static void dilations(Draft d, int spatial, boolean hasDilations) {
    if (hasDilations && d.chance(0.4)) {
      d.attribute("dilations", d.numbers(spatial, 1, 2));
    }
  }

  static void batchNorm(Draft d) {
    Port x = d.x(p -> p.rank() >= 2);
    int channels = x.size(1);
    if (d.operatorSet() < 9) {
      d.maybe("spatial", 1);
    }
    d.maybe("epsilon", d.choose(1e-3f, 1e-5f))
        .maybe("momentum", 0.8f)
        .emit(x, d.floats(channels), d.floats(channels), d.floats(channels), d.positive(channels));
  }

  static void localResponseNorm(Draft d) {
    d.attribute("size", d.choose(1, 3, 5))
        .maybe("alpha", d.choose(1e-3f, 0.5f))
        .maybe("beta", d.choose(0.5f, 1f))
        .maybe("bias", d.choose(1f, 2f))
        .emit(d.x(4));
  }

  static void gemm(Draft d) {
    Port x = d.x(2);
    boolean isTurned = !d.isOpen() && d.chance(0.3);
    int rows = x.size(isTurned ? 1 : 0);
    int inner = x.size(isTurned ? 0 : 1);
    int columns = d.number(1, 5);
    boolean isTransposed = d.chance(0.5);
    if (isTurned) {
      d.attribute("transA", 1);
    }
    if (isTransposed) {
      d.attribute("transB", 1);
    } else {
      d.maybe("transB", 0);
    }
    d.maybe("alpha", d.choose(1f, 0.5f, 0f, d.decimal()))
        .maybe("beta", d.choose(1f, 0f, d.decimal()));
    Port weight = isTransposed ? d.weight(columns, inner) : d.weight(inner, columns);
    boolean hasBias = d.operatorSet() < 11 || d.chance(0.7);
    d.emit(x, weight, hasBias ? d.floats(d.smaller(new int[] {rows, columns})) : "");
  }

  static void matMul(Draft d) {
    Port x = d.x(p -> p.rank() >= 2 && p.rank() <= 5);
    int inner = x.size(x.rank() - 1);
    int columns = d.number(1, 5);
    boolean isVector = x.rank() < 5 && d.chance(0.2);
    d.emit(x, isVector ? d.weight(inner) : d.weight(inner, columns));
  }
}

package dev.whittle.codegen.schedule;

import dev.whittle.ir.TensorType;
import dev.whittle.runtime.Layout;
import java.util.List;

/** The layouts kernels use. */
final class Layouts {
  private Layouts() {}

  /** Row-major. */
  static Layout plain(TensorType type) {
    return Layout.plain(type.rank());
  }

  static List<Layout> plain(List<TensorType> types) {
    return types.stream().map(Layouts::plain).toList();
  }

  /** An activation with its channels in blocks of {@code lanes}; plain for one lane. */
  static Layout blocked(TensorType type, int lanes) {
    Layout plain = plain(type);
    return lanes == 1 ? plain : Layout.parse(plain.text() + lanes + "c");
  }

  /** A vector of channels, padded to whole vectors. */
  static Layout channels(int lanes) {
    return Layout.parse(lanes == 1 ? "C" : "C" + lanes + "c");
  }

  /**
   * Weights {@code [O, I, kernel…]}: vectors of outputs, for {@code inputBlock} inputs at a time.
   */
  static Layout weights(TensorType type, int lanes, int inputBlock) {
    String plain = "OI" + "DHW".substring(5 - type.rank());
    String inner = (inputBlock == 1 ? "" : inputBlock + "i") + (lanes == 1 ? "" : lanes + "o");
    return Layout.parse(plain + inner);
  }

  static boolean isBlocked(Layout layout) {
    return layout.block('C') > 1;
  }
}

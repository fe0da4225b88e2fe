package dev.whittle.onnx.translate;

import dev.whittle.ir.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What convolutions and pools have in common. */
record WindowAttributes(
    List<Integer> kernel, List<Integer> strides, List<Integer> pads, List<Integer> dilations) {

  /**
   * Reads them.
   *
   * @param x the shape that the window slides over
   * @param kernel the window when the node does not say
   */
  static WindowAttributes of(Call call, Shape x, List<Integer> kernel) {
    Attributes attributes = call.attributes();
    int spatial = x.rank() - 2;
    List<Integer> window = attributes.integers("kernel_shape").orElse(kernel);
    List<Integer> strides = list(attributes, "strides", spatial, 1);
    List<Integer> dilations = list(attributes, "dilations", spatial, 1);
    List<Integer> pads = list(attributes, "pads", 2 * Math.max(0, spatial), 0);
    String auto = attributes.text("auto_pad", "NOTSET");
    if (window.size() != spatial || strides.size() != spatial || dilations.size() != spatial) {
      throw new Refusal(
          "its kernel, strides and dilations must have %d numbers for %s".formatted(spatial, x),
          "");
    }
    return new WindowAttributes(
        window,
        strides,
        switch (auto) {
          case "NOTSET", "" -> pads;
          case "VALID" -> Collections.nCopies(2 * spatial, 0);
          case "SAME_UPPER", "SAME_LOWER" ->
              same(x, window, strides, dilations, auto.equals("SAME_UPPER"));
          default -> throw new Refusal("auto_pad is `%s`".formatted(auto), "");
        },
        dilations);
  }

  private static List<Integer> list(Attributes attributes, String name, int count, int otherwise) {
    return attributes
        .integers(name)
        .filter(list -> !list.isEmpty())
        .orElse(Collections.nCopies(Math.max(0, count), otherwise));
  }

  private static List<Integer> same(
      Shape x,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> dilations,
      boolean isUpper) {
    List<Integer> begins = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      int stride = Math.max(1, strides.get(i));
      long span = (long) dilations.get(i) * (kernel.get(i) - 1) + 1;
      int size = x.size(i + 2);
      long results = Math.ceilDiv(size, stride);
      long needed = (results - 1) * stride + span - size;
      if (needed < -1) {
        throw new Refusal(
            "auto_pad does not say which elements its windows leave out",
            "export the model with pads");
      }
      int total = Math.toIntExact(Math.max(0, needed));
      int less = total / 2;
      begins.add(isUpper ? less : total - less);
      ends.add(isUpper ? total - less : less);
    }
    begins.addAll(ends);
    return begins;
  }
}

package dev.whittle.onnx.message;

import java.util.List;
import java.util.Optional;

/**
 * An input or output of a graph.
 *
 * @param type its element type; absent when it is no tensor or of no type that ONNX defines
 * @param dims its sizes, absent when the file does not say
 */
public record ValueMessage(String name, Optional<DataType> type, Optional<List<Size>> dims) {
  public ValueMessage {
    dims = dims.map(List::copyOf);
  }

  /**
   * One size: a number, or a symbol, which may be empty.
   *
   * @param number absent when the size is a symbol
   */
  public record Size(Optional<Long> number, String symbol) {}
}

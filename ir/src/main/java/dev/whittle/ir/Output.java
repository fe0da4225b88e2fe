package dev.whittle.ir;

import java.util.List;

/** A named result of the network; {@code labels} names its classes, or is empty. */
public record Output(String name, Value value, List<String> labels) {
  public Output {
    labels = List.copyOf(labels);
  }
}

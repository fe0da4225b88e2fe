package dev.whittle.ir;

/** Result {@code index} of the node with id {@code node}. */
public record Value(int node, int index) {
  public static Value of(int node) {
    return new Value(node, 0);
  }
}

package dev.whittle.passes.cost;

/**
 * The work of an op or a network, batch included.
 *
 * @param macs multiply-accumulates of convolutions and dense layers
 * @param flops all arithmetic operations; a multiply-accumulate counts two
 * @param bytes what is read and written when every operand is read and every result written once
 */
public record Cost(long macs, long flops, long bytes) {
  public static final Cost NONE = new Cost(0, 0, 0);

  public Cost plus(Cost other) {
    return new Cost(macs + other.macs, flops + other.flops, bytes + other.bytes);
  }
}

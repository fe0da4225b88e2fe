package dev.whittle.passes.factorise;

import dev.whittle.ir.Graph;
import dev.whittle.passes.pipeline.Size;

/** All that a method makes of one layer, by rank. Nothing is worked out before it is asked for. */
public interface Factorisation {
  /** The rank, at least 1, at which nothing is lost. */
  int fullRank();

  /** Ranks between which nothing else is weighed when a rank is looked for. */
  default int step() {
    return 1;
  }

  /** What takes the layer's place at {@code rank}; sizes are at hand, weights worked out later. */
  Chain chain(int rank);

  /**
   * The same where {@code graph} is what earlier layers have become, for what is fitted to it. The
   * layer itself is still there, under its name.
   */
  default Chain chain(int rank, Graph graph) {
    return chain(rank);
  }

  /** What takes {@code layer}'s place at {@code rank} has and does. */
  default Size size(Layer layer, int rank) {
    return Size.of(chain(rank).alone(layer));
  }

  /**
   * The share of the weights' energy lost at {@code rank}: ‖W − Ŵ‖² / ‖W‖²; falls with the rank.
   */
  double lost(int rank);

  /**
   * What is kept at {@code rank}, from 0 to 1 at full rank. The selection of ranks for a whole
   * network wants the product over its layers large.
   */
  default double kept(int rank) {
    return 1 - lost(rank);
  }
}

package dev.whittle.cli.explain;

import dev.whittle.passes.history.Trail;
import dev.whittle.passes.ledger.Layer;
import java.util.Optional;

/**
 * All that is known of a node.
 *
 * @param line the text of the source line; empty when there is none to show
 * @param layer the layer it is, or is part of; empty for weights and for what is gone
 * @param packing the layout of a weight as the kernels read it; empty for anything else
 * @param measured nanoseconds of each alternative's kernel; empty when nothing was measured
 */
record Explanation(
    Trail trail, String line, Optional<Layer> layer, String packing, double[] measured) {}

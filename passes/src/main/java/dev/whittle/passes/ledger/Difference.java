package dev.whittle.passes.ledger;

import dev.whittle.ir.reference.Agreement;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How far a network's outputs are from those of the network as written, which is compiled with
 * nothing but the passes it needs.
 *
 * @param items inputs that were compared
 * @param largest the largest absolute difference of two elements; infinite where only one side is
 *     NaN or infinite
 * @param relative the {@link Agreement} of the first item: the difference as a share of what was
 *     summed up; empty when the network is too large to find that out
 * @param sameAnswers items whose largest element is the same one; empty when no output is a row of
 *     scores
 * @param rightAnswers items whose largest element is the right one; empty without labels
 */
public record Difference(
    int items,
    double largest,
    OptionalDouble relative,
    OptionalInt sameAnswers,
    OptionalInt rightAnswers) {}

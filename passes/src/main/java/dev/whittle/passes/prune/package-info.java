/**
 * Passes that take weights, channels and links away without training. {@code ChannelSets} knows
 * which channels of a network go together, {@code Removal} writes the network without some of them;
 * masks leave shapes alone and put zeros.
 */
package dev.whittle.passes.prune;

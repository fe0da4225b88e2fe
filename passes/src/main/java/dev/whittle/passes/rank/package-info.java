/**
 * The selection of ranks, or of any other knob, for many layers at once: each layer has a menu of
 * what it can be made into, at what cost and with what damage.
 */
package dev.whittle.passes.rank;

/**
 * Passes that look at what a network computes for a few inputs, and the driver that runs networks
 * in lock-step on these inputs and samples their values.
 */
package dev.whittle.passes.calibrate;

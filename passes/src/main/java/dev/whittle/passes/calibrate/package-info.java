/**
 * Passes that look at what a network computes for a few inputs, and what samples its values there,
 * before and after it is rewritten.
 */
package dev.whittle.passes.calibrate;

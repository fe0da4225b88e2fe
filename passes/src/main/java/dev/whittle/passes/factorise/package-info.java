/**
 * Passes that write layers as several smaller ones. A {@code Method} makes a {@code Factorisation}
 * of each layer it is meant for; which rank, and whether it pays, is decided for all of them alike.
 */
package dev.whittle.passes.factorise;

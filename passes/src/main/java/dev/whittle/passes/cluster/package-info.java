/** Clusters of points, for passes that let weights or channels share. */
package dev.whittle.passes.cluster;

/**
 * Linear and multilinear algebra in double precision for passes that approximate weights: matrix
 * decompositions (EJML underneath), least squares, and the Tucker, CP and tensor-train forms. All
 * of it is deterministic.
 */
package dev.whittle.passes.linear;

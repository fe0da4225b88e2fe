/**
 * Kernel IR: loops, locals, vectors, loads and stores, small enough that three consumers agree on
 * it to the bit: the {@linkplain dev.whittle.codegen.bytecode bytecode backend}, the {@linkplain
 * dev.whittle.codegen.interpret interpreter} and the {@linkplain dev.whittle.codegen.print
 * printer}.
 */
package dev.whittle.codegen.kernel;

package dev.whittle.ir.op;

/** What a kernel does to its result before storing it, in order. */
public sealed interface Epilogue {
  /** Applies a function to every element. */
  record Apply(Activation activation) implements Epilogue {}

  /** Adds the next extra operand, which has the result's shape. */
  record AddOperand() implements Epilogue {}
}

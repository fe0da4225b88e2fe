package dev.whittle.ir.op;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names an op record and its operands for sources, printers, documentation and diagnostics. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Operator {
  /** The name in {@code .cnn} sources. */
  String name();

  /**
   * The operands in order; a trailing {@code ?} marks an optional one (only the last may be),
   * {@code *} any number.
   */
  String[] operands();

  /** What it computes, in one sentence. */
  String summary();
}

package dev.whittle.ir.op;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The value of an attribute that a source leaves out, as it would be written there. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT})
public @interface Default {
  /**
   * A literal such as {@code 1}, {@code 0.5}, {@code true}, {@code [0, 1]} or {@code "nearest"}.
   * For a list a single number stands for as many copies as it needs: one for each spatial axis, or
   * as many as the op's first list has.
   */
  String value();
}

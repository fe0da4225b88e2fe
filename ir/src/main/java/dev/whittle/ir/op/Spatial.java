package dev.whittle.ir.op;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks a list with {@link #perAxis} entries for each spatial axis of the first operand. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT})
public @interface Spatial {
  /** 1 for sizes; 2 for pads, which list all begins, then all ends. */
  int perAxis() default 1;
}

package dev.whittle.passes.factorise;

import java.util.function.Supplier;

/** What is worked out when it is first asked for, and kept. */
public final class Once<T> implements Supplier<T> {
  private Supplier<T> work;
  private T result;

  /** What {@code work} gives. */
  public Once(Supplier<T> work) {
    this.work = work;
  }

  @Override
  public T get() {
    if (work != null) {
      result = work.get();
      work = null;
    }
    return result;
  }
}

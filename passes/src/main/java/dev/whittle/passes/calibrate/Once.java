package dev.whittle.passes.calibrate;

import java.util.function.Supplier;

/** What is worked out when it is first asked for, and kept. */
final class Once<T> implements Supplier<T> {
  private Supplier<T> work;
  private T result;

  Once(Supplier<T> work) {
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

package jdk.test.whitebox;

import java.lang.reflect.Executable;

/**
 * The part of HotSpot's door for tests that asks for a compilation. HotSpot binds the native
 * methods by this class's name, where {@code -XX:+WhiteBoxAPI} is set and the boot loader loads it.
 */
public final class WhiteBox {
  private static final int START = -1;

  static {
    registerNatives();
  }

  private static native void registerNatives();

  /**
   * Compiles {@code method} from its start as {@code level}, 1 to 4, does.
   *
   * @return false where HotSpot does not take the method at this level
   */
  public boolean compile(Executable method, int level) {
    return enqueueMethodForCompilation0(method, level, START);
  }

  private native boolean enqueueMethodForCompilation0(Executable method, int level, int entry);
}

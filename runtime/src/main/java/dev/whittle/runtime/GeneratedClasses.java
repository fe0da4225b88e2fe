package dev.whittle.runtime;

import java.util.Map;

/** A throw-away class loader over classes that exist as bytes only: one for each compiled model. */
public final class GeneratedClasses extends ClassLoader {
  private final Map<String, byte[]> classes;

  /**
   * Makes the classes loadable.
   *
   * @param classes class file bytes by binary name, for example {@code com.acme.Net$V512}
   */
  public GeneratedClasses(Map<String, byte[]> classes) {
    this(classes, GeneratedClasses.class.getClassLoader());
  }

  /**
   * The same, where these classes call others.
   *
   * @param parent finds the others and the runtime
   */
  public GeneratedClasses(Map<String, byte[]> classes, ClassLoader parent) {
    super("whittle-generated", parent);
    this.classes = Map.copyOf(classes);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    byte[] bytes = classes.get(name);
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }
}

package dev.whittle.tests.compiled;

import dev.whittle.codegen.CompiledNetwork;
import dev.whittle.runtime.GeneratedClasses;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import jdk.test.whitebox.WhiteBox;

/**
 * Has HotSpot's first compiler compile every method generated for networks, without running one.
 * Started in a JVM of its own that prints compilations.
 */
final class GeneratedMethods {
  /** The first compiler, with the counters that the second one needs. */
  private static final int PROFILED = 3;

  private GeneratedMethods() {}

  /**
   * The options of a JVM that opens HotSpot's door for tests.
   *
   * @param folder where the boot loader will find it
   */
  static List<String> options(Path folder) {
    String door = WhiteBox.class.getName().replace('.', '/') + ".class";
    Path copy = folder.resolve(door);
    try (InputStream bytes = ClassLoader.getSystemResourceAsStream(door)) {
      Files.createDirectories(copy.getParent());
      Files.copy(bytes, copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(
        "-Xbootclasspath/a:" + folder, "-XX:+UnlockDiagnosticVMOptions", "-XX:+WhiteBoxAPI");
  }

  /**
   * Compiles the methods of the first network of each file.
   *
   * @param args the floats of a vector, then {@code .cnn} files
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    WhiteBox hotspot = new WhiteBox();
    int lanes = Integer.parseInt(args[0]);
    for (String file : Arrays.asList(args).subList(1, args.length)) {
      CompiledNetwork network = HotMethods.compile(file, lanes);
      ClassLoader loader = new GeneratedClasses(network.classes());
      for (String name : network.classes().keySet()) {
        for (Method method : Class.forName(name, true, loader).getDeclaredMethods()) {
          if (!hotspot.compile(method, PROFILED)) {
            System.out.println(name + "::" + method.getName() + " COMPILE SKIPPED");
          }
        }
      }
    }
  }
}

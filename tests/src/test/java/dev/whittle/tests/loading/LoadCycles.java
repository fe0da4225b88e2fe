package dev.whittle.tests.loading;

import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads a network in a class loader of its own, runs it once and drops both, over and over; every
 * second model is closed, the others are forgotten. Prints ten {@link Reading}s, then how many
 * class loaders are left.
 */
final class LoadCycles {
  private static final int READINGS = 10;

  private LoadCycles() {}

  /**
   * The program.
   *
   * @param args the folder or jar of the compiled network, and how many cycles
   */
  public static void main(String[] args) throws Exception {
    URL[] place = {Path.of(args[0]).toUri().toURL()};
    int cycles = Integer.parseInt(args[1]);
    List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
    for (int reading = 0; reading < READINGS; reading++) {
      for (int i = 0; i < cycles / READINGS; i++) {
        loaders.add(new WeakReference<>(cycle(place, i % 2 == 0)));
      }
      awaitQuickStarts();
      Reading.take((reading + 1) * (cycles / READINGS)).print();
    }
    System.out.println(loaders.stream().filter(loader -> loader.get() != null).count());
  }

  private static ClassLoader cycle(URL[] place, boolean isClosed) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(place, Model.class.getClassLoader())) {
      Class<?> anchor = loader.loadClass("com.acme.Glyphs_scalar_b1");
      Model model = Model.load(anchor, Application.NETWORK, Options.standard());
      model.run(new float[model.inputSize()], new float[model.outputSize()]);
      if (isClosed) {
        model.close();
      }
      return loader;
    }
  }

  private static void awaitQuickStarts() throws InterruptedException {
    System.gc();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().equals("whittle-quick-start")) {
        thread.join(10_000);
      }
    }
  }
}

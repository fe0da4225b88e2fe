package dev.whittle.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the goals share that write Java sources. */
abstract class GeneratingMojo extends NetworkMojo {
  /** Where the Java sources are written. */
  abstract File generated();

  /** Where javac writes their classes. */
  abstract File classes();

  @Override
  final List<File> outputs() {
    return List.of(generated());
  }

  /** Before javac runs: a class that the user writes in place of a network's is not there yet. */
  @Override
  final void removed(Set<String> classes) throws IOException {
    Path root = classes().toPath();
    for (String name : classes) {
      String path = name.replace('.', '/');
      Files.deleteIfExists(root.resolve(path + ".class"));
      Files.deleteIfExists(root.resolve(path + "$Results.class"));
    }
  }

  /** The goal that compiles the same networks shows them. */
  @Override
  final boolean showsWarnings() {
    return false;
  }

  @Override
  final List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--facades", generated().getPath()));
    arguments.addAll(networkArguments());
    return arguments;
  }

  @Override
  final String verb() {
    return "read";
  }
}

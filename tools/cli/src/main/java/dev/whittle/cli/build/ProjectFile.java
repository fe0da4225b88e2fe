package dev.whittle.cli.build;

import java.nio.file.Path;
import java.util.StringJoiner;
import javax.lang.model.SourceVersion;

/**
 * A {@code .cnn} or {@code .onnx} file of a project.
 *
 * @param root the source folder
 * @param file its path within the folder, which says the package of its classes
 */
record ProjectFile(Path root, Path file) {
  Path path() {
    return root.resolve(file);
  }

  /** The folder that the file lies in, which names in its diagnostics start from. */
  Path folder() {
    return path().toAbsolutePath().normalize().getParent();
  }

  /** The package of the classes, empty for a file that lies in the source folder itself. */
  String packageName() {
    StringJoiner name = new StringJoiner(".");
    for (int i = 0; i < file.getNameCount() - 1; i++) {
      name.add(file.getName(i).toString());
    }
    return name.toString();
  }

  boolean hasPackageName() {
    return file.getNameCount() == 1 || SourceVersion.isName(packageName());
  }

  /** The binary name of the class {@code simpleName} of this file. */
  String className(String simpleName) {
    return packageName().isEmpty() ? simpleName : packageName() + "." + simpleName;
  }

  /** The file's path within the source folder with slashes, whatever the machine writes. */
  String text() {
    return file.toString().replace('\\', '/');
  }

  /** {@code file} without what follows the last dot. */
  static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}

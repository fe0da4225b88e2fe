package dev.whittle.tests.loading;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Writes the layout of Spring Boot: its loader, classes, and jars stored within the jar. */
final class FatJar {
  private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

  private FatJar() {}

  static Path write(Path jar, Path loader, Path classes, List<Path> libraries) throws IOException {
    Manifest manifest = new Manifest();
    Attributes attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.put(Attributes.Name.MAIN_CLASS, LAUNCHER);
    attributes.putValue("Start-Class", Application.MAIN);
    attributes.putValue("Spring-Boot-Classes", "BOOT-INF/classes/");
    attributes.putValue("Spring-Boot-Lib", "BOOT-INF/lib/");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        JarInputStream launcher = new JarInputStream(Files.newInputStream(loader))) {
      for (JarEntry entry; (entry = launcher.getNextJarEntry()) != null; ) {
        if (entry.getName().startsWith("org/")) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          launcher.transferTo(out);
        }
      }
      out.putNextEntry(new ZipEntry("BOOT-INF/classes/"));
      try (Stream<Path> files = Files.walk(classes)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          String name = classes.relativize(file).toString().replace('\\', '/');
          out.putNextEntry(new ZipEntry("BOOT-INF/classes/" + name));
          Files.copy(file, out);
        }
      }
      out.putNextEntry(new ZipEntry("BOOT-INF/lib/"));
      libraries.forEach(library -> store(out, library));
    }
    return jar;
  }

  private static void store(JarOutputStream out, Path library) {
    try {
      byte[] bytes = Files.readAllBytes(library);
      CRC32 crc = new CRC32();
      crc.update(bytes);
      ZipEntry entry = new ZipEntry("BOOT-INF/lib/" + library.getFileName());
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
      out.putNextEntry(entry);
      new ByteArrayInputStream(bytes).transferTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

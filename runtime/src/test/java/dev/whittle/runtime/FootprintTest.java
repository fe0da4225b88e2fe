package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleDescriptor.Requires;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What an application takes aboard with the runtime. */
class FootprintTest {
  private static final int MOST_BYTES = 300_000;

  @Test
  void staysSmall() throws Exception {
    assertThat(jar().length).isBetween(50_000, MOST_BYTES);
  }

  private static byte[] jar() throws IOException, URISyntaxException {
    Path place = place();
    if (!Files.isDirectory(place)) {
      return Files.readAllBytes(place);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes);
        Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        jar.putNextEntry(new JarEntry(place.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, jar);
      }
    }
    return bytes.toByteArray();
  }

  private static Path place() throws URISyntaxException {
    return Path.of(Model.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @Test
  void needsNothingButThePlatform() throws Exception {
    try (var info = Files.newInputStream(place().resolve("module-info.class"))) {
      ModuleDescriptor module = ModuleDescriptor.read(info);
      assertThat(
              module.requires().stream()
                  .map(required ->
                      (required.modifiers().contains(Requires.Modifier.STATIC) ? "static " : "")
                          + required.name())
                  .collect(Collectors.toSet()))
          .containsExactlyInAnyOrder(
              "java.base", "jdk.jfr", "static java.desktop", "static java.management");
    }
  }
}

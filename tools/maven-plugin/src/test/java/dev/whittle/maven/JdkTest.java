package dev.whittle.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdkTest {
  @TempDir Path folder;

  @Test
  void theReleaseIsRead() throws IOException {
    assertThat(Jdk.release(Path.of(System.getProperty("java.home")))).isGreaterThanOrEqualTo(25);
    assertThat(Jdk.release(jdk("17.0.15"))).isEqualTo(17);
    assertThat(Jdk.release(folder.resolve("nowhere"))).isZero();
  }

  @Test
  void aFolderWithoutJavaIsNoJdk() throws IOException {
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25\"\n");
    assertThat(Jdk.release(folder)).isZero();
  }

  @Test
  void theJdkNamedIsTakenOrRefused() throws Exception {
    Path good = jdk("25.0.3");
    assertThat(Jdk.find(good.toFile(), null, null, new SystemStreamLog()))
        .isEqualTo(new Jdk(good.resolve("bin/java"), true));
    File old = jdk("21").toFile();
    assertThatThrownBy(() -> Jdk.find(old, null, null, new SystemStreamLog()))
        .isInstanceOf(MojoFailureException.class)
        .hasMessage(old + " is not a JDK 25 or newer.");
  }

  @Test
  void theVectorModuleIsMissedWhereTheModulesAreListed() throws Exception {
    Path small = jdk("25.0.3");
    Files.writeString(
        small.resolve("release"), "JAVA_VERSION=\"25.0.3\"\nMODULES=\"java.base java.logging\"\n");
    assertThat(Jdk.find(small.toFile(), null, null, new SystemStreamLog()).hasVectors()).isFalse();
    assertThat(Jdk.hasVectors(Path.of(System.getProperty("java.home")))).isTrue();
  }

  private Path jdk(String version) throws IOException {
    Path home = folder.resolve("jdk-" + version);
    Files.createDirectories(home.resolve("bin"));
    Path java = Files.createFile(home.resolve("bin/java"));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"Acme\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }
}

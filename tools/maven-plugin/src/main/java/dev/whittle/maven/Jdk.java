package dev.whittle.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/**
 * A JDK that the compiler runs on.
 *
 * @param java its launcher
 * @param hasVectors whether it has the vector module, which guards measure with
 */
record Jdk(Path java, boolean hasVectors) {
  private static final int OLDEST = 25;
  private static final String VECTORS = "jdk.incubator.vector";
  private static final Pattern VERSION = Pattern.compile("(?m)^JAVA_VERSION=\"(\\d+)");
  private static final List<String> FOLDERS =
      List.of(
          "/usr/lib/jvm",
          "/usr/lib64/jvm",
          "/usr/java",
          "/usr/local/lib/jvm",
          "/opt",
          "/opt/java",
          "/opt/jvm",
          "/Library/Java/JavaVirtualMachines",
          "C:\\Program Files\\Java",
          "C:\\Program Files\\Eclipse Adoptium",
          "~/.sdkman/candidates/java",
          "~/.jdks",
          "~/.gradle/jdks",
          "~/.asdf/installs/java",
          "~/.local/share/mise/installs/java",
          "~/Library/Java/JavaVirtualMachines");

  /**
   * A JDK 25 or newer.
   *
   * @param given the one the user names, or null
   * @throws MojoFailureException when there is none, with one line that says what to do
   */
  static Jdk find(File given, ToolchainManager toolchains, MavenSession session, Log log)
      throws MojoFailureException {
    if (given != null) {
      if (release(given.toPath()) < OLDEST) {
        throw new MojoFailureException(given + " is not a JDK " + OLDEST + " or newer.");
      }
      return at(given.toPath());
    }
    Toolchain chosen = toolchains.getToolchainFromBuildContext("jdk", session);
    if (chosen != null && chosen.findTool("java") != null) {
      Path home = Path.of(chosen.findTool("java")).getParent().getParent();
      if (release(home) >= OLDEST) {
        return at(home);
      }
    }
    for (Toolchain toolchain :
        toolchains.getToolchains(session, "jdk", Map.of("version", "[" + OLDEST + ",)"))) {
      String tool = toolchain.findTool("java");
      if (tool != null) {
        return at(Path.of(tool).getParent().getParent());
      }
    }
    for (Path home : candidates()) {
      if (release(home) >= OLDEST) {
        log.debug("The compiler runs on " + home);
        return at(home);
      }
    }
    throw new MojoFailureException(
        "The compiler needs a JDK %d or newer, Maven runs on %s, and no other was found: install one and set JAVA_HOME, -Dwhittle.jdk or a toolchain."
            .formatted(OLDEST, System.getProperty("java.version")));
  }

  private static List<Path> candidates() {
    List<Path> homes = new ArrayList<>();
    homes.add(Path.of(System.getProperty("java.home")));
    Optional.ofNullable(System.getenv("JAVA_HOME")).map(Path::of).ifPresent(homes::add);
    for (String folder : FOLDERS) {
      Path path =
          Path.of(
              folder.replaceFirst("^~", Matcher.quoteReplacement(System.getProperty("user.home"))));
      try (Stream<Path> found = Files.list(path)) {
        found
            .sorted()
            .forEach(home -> {
              homes.add(home);
              homes.add(home.resolve("Contents/Home"));
            });
      } catch (IOException e) {
        continue;
      }
    }
    return homes;
  }

  private static Jdk at(Path home) {
    return new Jdk(java(home), hasVectors(home));
  }

  /** False when the JDK says what it consists of and the module is not among it. */
  static boolean hasVectors(Path home) {
    try {
      String release = Files.readString(home.resolve("release"));
      return !release.contains("MODULES=") || release.contains(VECTORS);
    } catch (IOException e) {
      return true;
    }
  }

  /** The feature release of the JDK at {@code home}, 0 when there is none. */
  static int release(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      boolean isJdk = Files.isExecutable(java(home)) && version.find();
      return isJdk ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static Path java(Path home) {
    Path bin = home.resolve("bin");
    Path windows = bin.resolve("java.exe");
    return Files.exists(windows) ? windows : bin.resolve("java");
  }
}

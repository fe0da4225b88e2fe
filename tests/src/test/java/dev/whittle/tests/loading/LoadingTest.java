package dev.whittle.tests.loading;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.Model;
import dev.whittle.runtime.Options;
import dev.whittle.tests.Jvm;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.launch.JarLauncher;

/** Starts applications the ways they are shipped. */
class LoadingTest {
  private static final String GENERATED = "com.acme.Glyphs_scalar_b1";

  private static final String MODULE =
      """
      module com.acme {
        requires dev.whittle.runtime;
        requires java.desktop;
        %s
      }
      """;

  @TempDir static Path temp;
  private static Path runtime;
  private static Path network;
  private static Path classes;
  private static List<String> expected;

  @BeforeAll
  static void build() throws Exception {
    runtime = Application.runtimeJar(temp);
    network = Files.createDirectory(temp.resolve("network"));
    classes = Files.createDirectory(temp.resolve("classes"));
    Application.writeNetwork(network, 1);
    Application.writeClasses(classes, runtime, "");
    expected = onClassPath(network);
    assertThat(expected).hasSize(6).startsWith("vectors").anyMatch(line -> line.equals("7 1.0"));
  }

  private static Jvm run(Object... arguments) throws IOException, InterruptedException {
    List<Object> all = new ArrayList<>(List.of(arguments));
    all.add(Application.PICTURE);
    return Jvm.run(temp, all);
  }

  private static List<String> onClassPath(Path place) throws IOException, InterruptedException {
    String path = Jvm.path(classes, place, runtime);
    return run(Jvm.VECTORS, "-cp", path, Application.MAIN).answers();
  }

  @Test
  void loadsFromAJar() throws Exception {
    assertThat(onClassPath(Application.jar(network, temp.resolve("network.jar"))))
        .isEqualTo(expected);
  }

  @Test
  void loadsFromAFatJarOfSpringBoot() throws Exception {
    Path all = Files.createDirectory(temp.resolve("all"));
    Application.writeNetwork(all, 1);
    Application.writeClasses(all, runtime, "");
    Path jar = FatJar.write(temp.resolve("fat.jar"), springBoot(), all, List.of(runtime));
    assertThat(run(Jvm.VECTORS, "-jar", jar).answers()).isEqualTo(expected);
  }

  @Test
  void loadsFromAJarNestedInAFatJar() throws Exception {
    Path library = Application.jar(network, temp.resolve("acme-network.jar"));
    List<Path> libraries = List.of(runtime, library);
    Path jar = FatJar.write(temp.resolve("nested.jar"), springBoot(), classes, libraries);
    List<Object> command = List.of(Jvm.VECTORS, "-jar", jar, Application.PICTURE, GENERATED);
    assertThat(Jvm.run(temp, command).answers()).isEqualTo(expected);
  }

  private static Path springBoot() throws URISyntaxException {
    URL place = JarLauncher.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(place.toURI());
  }

  @Test
  void loadsFromAnOpenModule() throws Exception {
    Jvm jvm =
        inModule("open", "requires jdk.incubator.vector; opens com.acme to dev.whittle.runtime;");
    assertThat(jvm.answers()).isEqualTo(expected);
  }

  @Test
  void saysThatAModuleHasToBeOpen() throws Exception {
    Jvm jvm = inModule("closed", "requires jdk.incubator.vector;");
    assertThat(jvm.code()).isNotZero();
    assertThat(jvm.err())
        .anySatisfy(line ->
            assertThat(line)
                .contains("Glyphs.whittle: no such resource beside com.acme.App")
                .contains("opens com.acme to dev.whittle.runtime"));
  }

  @Test
  void saysThatAModuleHasToRequireTheVectors() throws Exception {
    Jvm jvm = inModule("unread", "opens com.acme to dev.whittle.runtime;", Jvm.VECTORS);
    assertThat(jvm.code()).isNotZero();
    assertThat(jvm.err())
        .anySatisfy(line ->
            assertThat(line)
                .contains("module com.acme does not read jdk.incubator.vector")
                .contains("let the module require jdk.incubator.vector"));
  }

  private static Jvm inModule(String name, String directives, String... options) throws Exception {
    Path folder = Files.createDirectory(temp.resolve(name));
    Application.writeNetwork(folder, 1);
    Application.writeClasses(folder, runtime, MODULE.formatted(directives));
    List<Object> command = new ArrayList<>(List.of(options));
    command.addAll(List.of("-p", Jvm.path(folder, runtime), "-m", "com.acme/" + Application.MAIN));
    return run(command.toArray());
  }

  @Test
  void saysOnceThatVectorsAreMissingAndAnswersTheSame() throws Exception {
    Jvm jvm = run("-cp", Jvm.path(classes, network, runtime), Application.MAIN);
    assertThat(jvm.answers()).hasSameSizeAs(expected).startsWith("scalar");
    for (int i = 0; i < expected.size(); i++) {
      String[] scalar = jvm.out().get(i).split(" ");
      String[] vector = expected.get(i).split(" ");
      if (vector.length == 2) {
        assertThat(scalar[0]).isEqualTo(vector[0]);
        assertThat(Double.parseDouble(scalar[1]) / Double.parseDouble(vector[1]))
            .isBetween(0.999, 1.001);
      }
    }
    assertThat(jvm.warnings())
        .singleElement()
        .asString()
        .contains("start java with --add-modules jdk.incubator.vector");
    assertThat(jvm.err()).hasSize(1);
  }

  @Test
  void keepsTwoVersionsOfANetworkApart() throws Exception {
    Path other = Files.createDirectory(temp.resolve("other"));
    Application.writeNetwork(other, 0.5f);
    float[] input = new float[3 * 44 * 44];
    Arrays.fill(input, 0.25f);
    try (URLClassLoader one = loader(network);
        URLClassLoader same = loader(network);
        URLClassLoader changed = loader(other)) {
      float[] first = output(one, input);
      assertThat(output(same, input)).containsExactly(first);
      assertThat(output(changed, input)).isNotEqualTo(first);
      assertThat(output(one, input)).containsExactly(first);
      assertThat(one.loadClass(GENERATED)).isNotSameAs(same.loadClass(GENERATED));
    }
  }

  private static URLClassLoader loader(Path folder) throws IOException {
    return new URLClassLoader(new URL[] {folder.toUri().toURL()}, Model.class.getClassLoader());
  }

  private static float[] output(ClassLoader loader, float[] input) throws Exception {
    Options options = Options.standard().withThreads(1).withoutQuickStart();
    try (Model model = Model.load(loader.loadClass(GENERATED), Application.NETWORK, options)) {
      float[] output = new float[model.outputSize()];
      model.run(input, output);
      return output;
    }
  }
}

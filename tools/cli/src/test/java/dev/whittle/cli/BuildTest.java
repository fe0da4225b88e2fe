package dev.whittle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.whittle.runtime.json.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.lifecycle.AfterTry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildTest {
  private static final String DENSE =
      "network %s {\n  input x: f32[N, 2]\n  output y = dense(x, 1)\n}\n";

  private static final String CONV =
      "network Net {\n  input x: f32[N, 3, 12, 12]\n"
          + "  c = x |> conv(8, kernel: 3) |> relu\n  output y = c\n}\n";

  private final Path folder = newFolder();
  private final Path sources = folder.resolve("cnn");
  private final Path facades = folder.resolve("facades");
  private final Path classes = folder.resolve("classes");

  @Test
  void aFacadeRunsWhatWasCompiledWithIt() throws Exception {
    write(
        "com/acme/Doubled.cnn",
        """
        /// Doubles & halves: x / 2 < x, {@code not a tag}.
        ///
        /// Twice.
        network Doubled {
          input x: f32[N, 3]
          output twice = x * 2
        }
        """);
    assertThat(build("--target", "scalar,256").err()).isEmpty();
    try (URLClassLoader loader = compiled()) {
      Class<?> type = loader.loadClass("com.acme.Doubled");
      Object net = type.getMethod("load").invoke(null);
      Object result = type.getMethod("run", float[].class).invoke(net, new float[] {1, 2, 3});
      assertThat((float[]) result).containsExactly(2, 4, 6);
    }
    assertThat(list(classes.resolve("com/acme")))
        .contains(
            "Doubled.whittle", "Doubled_scalar_b1.class", "Doubled_v256_b1.class", "Doubled.class")
        .doesNotContain("Doubled_v512_b1.class");
  }

  @Test
  void severalInputsAndOutputsAreTyped() throws Exception {
    write(
        "Two.cnn",
        """
        network Two {
          input left: f32[N, 2]
          input right: f32[N, 2]
          output sum = left + right
          output difference = left - right
        }
        """);
    assertThat(build("--target", "scalar").err()).isEmpty();
    assertThat(Files.readString(facades.resolve("Two.java")))
        .contains("public Results run(Tensor left, Tensor right) {")
        .contains("public record Results(Tensor sum, Tensor difference) {}");
    compiled().close();
  }

  @Property(tries = 30)
  void anyNamesMakeAClassThatCompiles(
      @ForAll @UniqueElements @net.jqwik.api.constraints.Size(min = 3, max = 3)
          List<
                  @StringLength(min = 1, max = 8) @CharRange(from = ' ', to = '_')
                  @CharRange(from = 'a', to = '~') @CharRange(from = '\u00a0', to = '\u03ff')
                  String>
              names)
      throws IOException {
    String documentation = String.join(" ", names).replaceAll("[\\r\\n]", " ");
    write(
        "a/Odd.cnn",
        """
        /// %s */ \\u002a/ @see <b> {@link
        network Odd {
          input `%s`: f32[N, 2]
          output `%s` = `%s` * 2
          output `%s` = `%s` * 3
        }
        """
            .formatted(
                documentation,
                names.get(0),
                names.get(1),
                names.get(0),
                names.get(2),
                names.get(0)));
    Invocation build = Invocation.of("build", sources, "--facades", facades);
    assertThat(build.code()).as(build.err()).isZero();
    compiled().close();
  }

  @Test
  void whatIsNoJavaNameIsAMistake() throws IOException {
    write(
        "Names.cnn",
        """
        network class {
          input x: f32[N, 2]
          output y = x * 2
        }
        network Model {
          input x: f32[N, 2]
          output y = x * 2
        }
        """);
    write("not-a-package/Net.cnn", "network Net {\n  input x: f32[N]\n  output y = x * 2\n}\n");
    Invocation build = build();
    assertThat(build.code()).isEqualTo(ExitCode.SOURCE.code());
    assertThat(build.err())
        .contains("Names.cnn:1:9: error WN306: `class` is not the name of a Java class")
        .contains(
            "Names.cnn:5:9: error WN306: a class called `Model` would hide a type that it uses")
        .contains(
            "not-a-package/Net.cnn: error WN107: the folder `not-a-package` is not the name of a"
                + " Java package");
    assertThat(facades).doesNotExist();
    assertThat(classes).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"var", "record", "String", "Odd_v512_b1", "Net_scalar_b8"})
  void namesThatJavaOrGeneratedClassesNeedAreRefused(String name) throws IOException {
    write("Net.cnn", "network %s {\n  input x: f32[N]\n  output y = x * 2\n}\n".formatted(name));
    assertThat(build().err()).contains("Net.cnn:1:9: error WN306: ");
  }

  @Test
  void blocksAloneMayLieInAnyFolder() throws IOException {
    write("my-blocks/twice.cnn", "block twice(x) {\n  return x * 2\n}\n");
    assertThat(build().code()).isZero();
  }

  @Test
  void onlyLabelledPicturesAreNamed() throws IOException {
    String network =
        "network %s {\n  @picture\n  input Map: f32[N, 3, 4, 4]\n  %s\n  output y =\n"
            + "    Map |> global_average_pool |> flatten\n}\n";
    write("Named.cnn", network.formatted("Named", "@labels([\"r\", \"g\", \"b\"])"));
    write("Bare.cnn", network.formatted("Bare", ""));
    assertThat(Invocation.of("build", sources, "--facades", facades).err()).isEmpty();
    assertThat(Files.readString(facades.resolve("Named.java"))).contains("classify(");
    assertThat(Files.readString(facades.resolve("Bare.java"))).doesNotContain("classify(");
    compiled().close();
  }

  @Test
  void facadesMeanTheSameInEveryEncoding() throws IOException {
    write(
        "Net.cnn", "/// Größe.\nnetwork Net {\n  input größe: f32[N]\n  output y = größe * 2\n}\n");
    assertThat(Invocation.of("build", sources, "--facades", facades).err()).isEmpty();
    assertThat(Files.readString(facades.resolve("Net.java"))).matches("\\p{ASCII}*");
    compiled().close();
  }

  @Test
  void longChainsOfFunctionsAreNoKernelTooLarge() throws IOException {
    write(
        "Net.cnn",
        "network Net {\n  input x: f32[N, 8]\n  output y = x%s\n}\n"
            .formatted(" |> sigmoid".repeat(40)));
    assertThat(build("--target", "512").err()).isEmpty();
  }

  @Test
  void classesOfFilesThatAreNotBuiltNowAreTaken() throws IOException {
    write("New.cnn", "network Old {\n  input x: f32[N]\n  output y = x * 2\n}\n");
    assertThat(build("--taken", "old=Other.cnn").err())
        .contains("New.cnn:1:9: error WN203: the class Old is made from Other.cnn already");
  }

  @Test
  void twoNetworksCannotBeOneClass() throws IOException {
    String network = "network Net {\n  input x: f32[N, 2]\n  output y = x * 2\n}\n";
    write("a/First.cnn", network);
    write("a/Second.cnn", network);
    assertThat(build().err())
        .contains(
            "a/Second.cnn:1:9: error WN203: the class a.Net is made from a/First.cnn already");
  }

  @Test
  void weightsAreLookedForInTheirFolderAndBesideTheSource() throws IOException {
    write("a/Net.cnn", DENSE.formatted("Net"));
    Path weights = folder.resolve("weights");
    Invocation missing = build("--weights", weights);
    assertThat(missing.code()).isEqualTo(ExitCode.DATA.code());
    assertThat(missing.err())
        .contains("a/Net.cnn:1:9: error WN801: there are no weights for the network `Net`")
        .contains("hint: put them at weights/a/Net.safetensors");
    for (Path place :
        List.of(
            sources.resolve("a/Net.safetensors"),
            weights.resolve("Net.safetensors"),
            weights.resolve("a/Net.safetensors"))) {
      Files.createDirectories(place.getParent());
      Files.writeString(place, "no weights");
      assertThat(build("--weights", weights, "--json").out()).contains("WN802");
    }
  }

  @Test
  void buildsChooseByTheLockFileAndAreEqualByteForByte() throws IOException {
    write("a/Net.cnn", CONV);
    writeWeights("a/Net.safetensors");
    String work =
        "%s 256 t1 | conv2d(kernel: [3, 3], strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1],"
            + " groups: 1) + relu | f32[1, 3, 12, 12], f32[8, 3, 3, 3], f32[8] | direct %s,"
            + " C8c -> NCHW8c | %d%n";
    String slow = "NCHW, OIHW8o";
    String fast = "NCHW8c, OIHW8i8o";
    String some = "whittle-kernels 1\n" + work.formatted("here", slow, 9_000_000);
    Map<String, byte[]> predicted = made();
    Files.writeString(sources.resolve("a/Net.kernels"), some + work.formatted("here", fast, 9));
    Map<String, byte[]> locked = made();
    assertThat(locked).isNotEqualTo(predicted);
    assertThat(made()).containsExactlyEntriesOf(locked);
    Path lock = Files.writeString(folder.resolve("all.kernels"), some);
    assertThat(made("--lock", lock)).containsExactlyEntriesOf(predicted);
    Invocation noted = build("--target", "256,scalar", "--lock", lock, "--json");
    assertThat(noted.json().get("notes").asList())
        .extracting(Json::asText)
        .containsExactly(
            "a/Net.cnn: the cost model chose 1 kernel that %s has no times for; `whittle lock`"
                    .formatted(lock)
                + " measures them");
    Json.Obj file = noted.json().get("files").asList().getFirst().asObject();
    assertThat(file.get("inputs").asList())
        .extracting(Json::asText)
        .contains(lock.toAbsolutePath().toString());
  }

  @Test
  void aBrokenLockFileIsAMistakeAmongTheOthers() throws IOException {
    write("a/Net.cnn", CONV);
    writeWeights("a/Net.safetensors");
    write("a/Net.kernels", "whittle-kernels 1\nnonsense\n");
    write("b/Wrong.cnn", "network Wrong {\n  input x: f32[N, 2]\n  output y = rellu(x)\n}\n");
    assertThat(build("--target", "scalar").err())
        .contains("a/Net.kernels:2:1: error WP501")
        .contains("b/Wrong.cnn:3:14: error WN202");
  }

  /** What is made of the folder {@code a} for vectors of 256 bits. */
  private Map<String, byte[]> made(Object... options) throws IOException {
    List<Object> arguments = new ArrayList<>(List.of("--target", "256"));
    arguments.addAll(List.of(options));
    Invocation build = build(arguments.toArray());
    assertThat(build.code()).as(build.err()).isZero();
    Map<String, byte[]> made = new TreeMap<>();
    for (String name : list(classes.resolve("a"))) {
      made.put(name, Files.readAllBytes(classes.resolve("a").resolve(name)));
    }
    return made;
  }

  @Test
  void mistakesInSourcesDoNotHideThoseInWeightsAndPipelines() throws IOException {
    write("a/Wrong.cnn", "network Wrong {\n  input x: f32[N, 2]\n  output y = rellu(x)\n}\n");
    write("a/Bare.cnn", DENSE.formatted("Bare") + "pipeline Fast {\n  include exact\n}\n");
    write("a/Slow.cnn", "network Slow {\n  input x: f32[N, 2]\n  output y = x * 2\n}\n");
    List<String> all = List.of("a/Wrong.cnn:3:14: error WN202", "a/Bare.cnn:1:9: error WN801");
    String unknown = "a/Slow.cnn:1:9: error WP206: there is no pipeline `Fast` for the network";
    for (List<Object> outputs :
        List.of(
            List.<Object>of(),
            List.<Object>of("--facades", facades),
            List.<Object>of("--classes", classes))) {
      List<Object> arguments = new ArrayList<>(List.of("build", sources, "--pipeline", "Fast"));
      arguments.addAll(outputs);
      Invocation build = Invocation.of(arguments.toArray());
      assertThat(build.code()).isEqualTo(ExitCode.SOURCE.code());
      assertThat(build.err()).contains(all).contains(unknown).contains("3 errors");
    }
  }

  @Test
  void facadesAloneNeedNoWeightsAndNoPipeline() throws IOException {
    write("Bare.cnn", DENSE.formatted("Bare"));
    write("Net.cnn", "network Net {\n  input x: f32[N, 2]\n  output y = x * 2\n}\n");
    assertThat(soundness("--weights", folder.resolve("nowhere")))
        .containsExactly(Map.entry("Bare.cnn", false), Map.entry("Net.cnn", true));
    assertThat(facades.resolve("Bare.java")).exists();
    assertThat(soundness("--pipeline", "Fast")).doesNotContainValue(true);
    assertThat(soundness("--pipeline", "nowhere.pipeline")).doesNotContainValue(true);
  }

  private Map<String, Boolean> soundness(Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("build", sources, "--json"));
    arguments.addAll(List.of("--facades", facades));
    arguments.addAll(List.of(options));
    Invocation build = Invocation.of(arguments.toArray());
    assertThat(build.code()).as(build.out()).isZero();
    Map<String, Boolean> files = new TreeMap<>();
    for (var file : build.json().get("files").asList()) {
      files.put(
          file.asObject().get("file").asText(),
          file.asObject().get("isSound").equals(new Json.Bool(true)));
    }
    return files;
  }

  @Test
  void whatWouldNotChangeIsLeftAlone() throws IOException {
    write("Net.cnn", "network Net {\n  input x: f32[N, 2]\n  output y = x * 2\n}\n");
    build("--target", "scalar");
    FileTime old = FileTime.from(Instant.EPOCH);
    Path facade = facades.resolve("Net.java");
    Path model = classes.resolve("Net.whittle");
    Files.setLastModifiedTime(facade, old);
    Files.setLastModifiedTime(model, old);
    build("--target", "scalar");
    assertThat(Files.getLastModifiedTime(facade)).isEqualTo(old);
    assertThat(Files.getLastModifiedTime(model)).isEqualTo(old);
    write("Net.cnn", "network Net {\n  input x: f32[N, 2]\n  output y = x * 3\n}\n");
    build("--target", "scalar");
    assertThat(Files.getLastModifiedTime(model)).isNotEqualTo(old);
    assertThat(list(classes)).containsExactlyInAnyOrder("Net.whittle", "Net_scalar_b1.class");
  }

  @Test
  void theReportNamesInputsAndOutputs() throws IOException {
    write(
        "Net.cnn",
        """
        import "part.cnn"
        network Net {
          input x: f32[N, 2]
          output y = part(x)
        }
        """);
    write("part.cnn", "block part(x) {\n  return x * 2\n}\n");
    var files = build("--target", "scalar", "--json").json().get("files").asList();
    var net = files.getFirst().asObject();
    assertThat(net.get("file").asText()).isEqualTo("Net.cnn");
    assertThat(net.get("inputs").asList()).hasSize(3);
    assertThat(net.get("outputs").asList()).hasSize(3);
    assertThat(files.get(1).asObject().get("outputs").asList()).isEmpty();
  }

  @Test
  void unknownTargetsAndBadNumbersAreExplained() {
    assertThat(Invocation.of("build", folder, "--target", "1024").err())
        .contains("there is no target called 1024", "use portable, host, 512");
    assertThat(Invocation.of("build", folder, "--batch", "1,1").code())
        .isEqualTo(ExitCode.USAGE.code());
    assertThat(Invocation.of("build", folder.resolve("nowhere")).code())
        .isEqualTo(ExitCode.DATA.code());
  }

  private Invocation build(Object... options) {
    List<Object> arguments = new ArrayList<>(List.of("build", sources));
    arguments.addAll(List.of("--facades", facades, "--classes", classes));
    arguments.addAll(List.of(options));
    return Invocation.of(arguments.toArray());
  }

  /** The weights of {@link #CONV}, halves all. */
  private void writeWeights(String name) throws IOException {
    int floats = 8 * 3 * 3 * 3 + 8;
    String header =
        """
        {"c.weight":{"dtype":"F32","shape":[8,3,3,3],"data_offsets":[0,864]},\
        "c.bias":{"dtype":"F32","shape":[8],"data_offsets":[864,896]}}\
        """
            .strip();
    header += " ".repeat(-header.length() & 7);
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length() + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(header.length()).put(header.getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < floats; i++) {
      file.putFloat(0.5f);
    }
    Files.write(sources.resolve(name), file.array());
  }

  private void write(String name, String text) throws IOException {
    Path file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** The facades, compiled without a warning, and what lies beside them. */
  private URLClassLoader compiled() throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    Files.createDirectories(classes);
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null);
        Stream<Path> found = Files.walk(facades)) {
      List<Path> java = found.filter(f -> f.toString().endsWith(".java")).toList();
      List<String> options =
          List.of("-d", classes.toString(), "-Xlint:all", "-Xdoclint:all,-missing", "-Werror");
      boolean isDone =
          javac
              .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(java))
              .call();
      assertThat(isDone).as(() -> said.toString()).isTrue();
    }
    return new URLClassLoader(new URL[] {classes.toUri().toURL()});
  }

  private static List<String> list(Path at) throws IOException {
    try (Stream<Path> files = Files.list(at)) {
      return files.map(f -> f.getFileName().toString()).toList();
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("whittle-build");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterEach
  @AfterTry
  void delete() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}

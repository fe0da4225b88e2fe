package dev.whittle.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.runtime.weights.WeightsException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
  private static byte[] bytes(ModelFile file) throws IOException {
    Path path = Files.createTempFile("tiny", ".whittle");
    try {
      file.write(path);
      return Files.readAllBytes(path);
    } finally {
      Files.delete(path);
    }
  }

  private static ModelFile read(byte[] bytes) throws IOException {
    return ModelFile.read(new ByteArrayInputStream(bytes), "tiny.whittle");
  }

  private static void assertSame(ModelFile actual, ModelFile expected) {
    assertThat(actual).usingRecursiveComparison().ignoringFields("weights").isEqualTo(expected);
    assertThat(actual.plans()).isEqualTo(expected.plans());
    assertThat(actual.weights().names()).isEqualTo(expected.weights().names());
    for (String name : expected.weights().names()) {
      assertThat(actual.weights().find(name)).isEqualTo(expected.weights().find(name));
    }
  }

  @Test
  void readsWhatItWrote(@TempDir Path folder) throws IOException {
    ModelFile file = TinyModel.file(1, 8);
    Path path = folder.resolve("tiny.whittle");
    file.write(path);
    assertSame(ModelFile.read(path), file);
    assertSame(read(Files.readAllBytes(path)), file);
  }

  /** The model with one more tensor, mostly zeros. */
  private static ModelFile withZeros(ModelFile file) {
    float[] values = new float[500];
    values[7] = -0f;
    values[499] = 2;
    return new ModelFile(
        file.name(),
        file.abi(),
        file.plans(),
        file.preprocessing(),
        file.labels(),
        Weights.of(
            Map.of(
                "fc.weight",
                Tensor.of(TinyModel.WEIGHT, 3, 4),
                "e.weight",
                Tensor.of(values, 50, 10))));
  }

  @Test
  void holdsTensorsWithoutTheirZeros() throws IOException {
    ModelFile file = withZeros(TinyModel.file(1));
    byte[] bytes = bytes(file);
    assertSame(read(bytes), file);
    assertThat(new String(bytes, StandardCharsets.ISO_8859_1))
        .contains("\"encoding\":\"nonzero\",\"offset\":0,\"bytes\":72,");
    byte[] dense = withHeader(bytes, "\"encoding\":\"nonzero\"", "\"encoding\":\"plain\"  ");
    assertThatThrownBy(() -> read(dense))
        .hasMessageContaining("tensor \"e.weight\": 72 bytes at 0 do not fit f32[50, 10]");
    int flags = bytes.length - 192;
    bytes[flags + 2] = 1;
    assertThatThrownBy(() -> read(bytes).weights().find("e.weight"))
        .hasMessageContaining("do not have the SHA-256");
    byte[] flagged =
        withHeader(bytes, digest(file), Sha256.of(Arrays.copyOfRange(bytes, flags, flags + 72)));
    assertThatThrownBy(() -> read(flagged).weights().find("e.weight"))
        .isInstanceOf(WeightsException.class)
        .hasMessageContaining("it has fewer elements than it says");
  }

  private static String digest(ModelFile file) {
    return Sha256.of(
        Encoding.withoutZeros(file.weights().find("e.weight").orElseThrow()).orElseThrow());
  }

  @Test
  void makesTheSameBytesWhateverTheOrder() throws IOException {
    ModelFile file = TinyModel.file(1);
    Tensor tensor = Tensor.of(new float[] {1}, 1);
    Map<String, Tensor> ab = new LinkedHashMap<>(Map.of("a", tensor));
    ab.put("b", tensor);
    Map<String, Tensor> ba = new LinkedHashMap<>(Map.of("b", tensor));
    ba.put("a", tensor);
    byte[][] written = new byte[2][];
    for (int i = 0; i < 2; i++) {
      written[i] =
          bytes(
              new ModelFile(
                  "Tiny",
                  Program.ABI,
                  file.plans(),
                  file.preprocessing(),
                  file.labels(),
                  Weights.of(i == 0 ? ab : ba)));
    }
    assertThat(written[0]).isEqualTo(written[1]);
  }

  @Test
  void alignsEveryTensor() throws IOException {
    byte[] bytes = bytes(TinyModel.file(1));
    assertThat(bytes.length % 64).isZero();
    Tensor tensor = Tensor.of(TinyModel.WEIGHT, 3, 4);
    byte[] data = tensor.data().toArray(ValueLayout.JAVA_BYTE);
    assertThat(Arrays.copyOfRange(bytes, bytes.length - 64, bytes.length - 64 + data.length))
        .isEqualTo(data);
  }

  @Test
  void readsNoFurtherThanTheModel() throws IOException {
    byte[] bytes = bytes(TinyModel.file(1));
    ByteArrayInputStream stream = new ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length + 5));
    ModelFile.read(stream, "tiny.whittle");
    assertThat(stream.available()).isEqualTo(5);
  }

  @Test
  void noticesADamagedTensorWhenItIsUsed() throws IOException {
    byte[] bytes = bytes(TinyModel.file(1));
    bytes[bytes.length - 60] ^= 1;
    Weights weights = read(bytes).weights();
    assertThatThrownBy(() -> weights.find("fc.weight"))
        .isInstanceOf(WeightsException.class)
        .hasMessage(
            "tiny.whittle, tensor \"fc.weight\": its bytes do not have the SHA-256 they should have"
                + " (the file is damaged: compile the network again)");
  }

  @Test
  void loadsNoDamagedTensorOnAnyNumberOfThreads() throws IOException {
    byte[] bytes = bytes(TinyModel.file(1));
    bytes[bytes.length - 60] ^= 1;
    for (int threads : new int[] {1, 3}) {
      ModelFile file = read(bytes);
      Options options = Options.standard().withThreads(threads);
      assertThatThrownBy(() -> Model.load(file, ModelFileTest.class.getClassLoader(), options))
          .isInstanceOf(WeightsException.class)
          .hasMessageContaining("do not have the SHA-256 they should have");
    }
  }

  @Test
  void explainsWhatItCannotRead(@TempDir Path folder) throws IOException {
    byte[] bytes = bytes(TinyModel.file(1));
    assertThatThrownBy(() -> read(new byte[100]))
        .isInstanceOf(ModelException.class)
        .hasMessage("tiny.whittle: is not a compiled Whittle model");
    assertThatThrownBy(() -> read(Arrays.copyOf(bytes, bytes.length - 1)))
        .hasMessageStartingWith("tiny.whittle: ends after");
    byte[] newer = bytes.clone();
    newer[8] = 2;
    assertThatThrownBy(() -> read(newer))
        .hasMessage(
            "tiny.whittle: is of format 2, this runtime reads format 1 (use the runtime of the"
                + " Whittle version that compiled it)");
    byte[] edited = bytes.clone();
    edited[100] ^= 1;
    assertThatThrownBy(() -> read(edited)).hasMessageContaining("its header does not have");
    assertThatThrownBy(() -> ModelFile.read(folder.resolve("none")))
        .hasMessageEndingWith("none: no such file");
    Path shorter = folder.resolve("short");
    Files.write(shorter, Arrays.copyOf(bytes, bytes.length - 64));
    assertThatThrownBy(() -> ModelFile.read(shorter))
        .hasMessageContaining(
            "has %d bytes, expected %d".formatted(bytes.length - 64, bytes.length));
    assertThatThrownBy(() -> ModelFile.resource(ModelFileTest.class, "none.whittle"))
        .hasMessageStartingWith("none.whittle: no such resource beside");
  }

  @Test
  void readsItsOwnEncodingOnly() throws IOException {
    byte[] bytes =
        withHeader(bytes(TinyModel.file(1)), "\"encoding\":\"plain\"", "\"encoding\":\"codes\"");
    assertThatThrownBy(() -> read(bytes))
        .hasMessageContaining("has encoding \"codes\", which this runtime does not know");
  }

  @Property(tries = 1000)
  void survivesDamage(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] bytes = bytes(withZeros(TinyModel.file(1, 8)));
    boolean isHeader = random.nextBoolean();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int at = isHeader ? 64 + random.nextInt(1500) : random.nextInt(bytes.length);
      bytes[at] = isHeader ? (byte) random.nextInt(32, 127) : (byte) random.nextInt();
    }
    if (isHeader) {
      bytes = withHeader(bytes, "", "");
    }
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    try {
      ModelFile file = read(bytes);
      file.weights().names().forEach(name -> file.weights().find(name));
      try (Model model = Model.load(file, ModelFileTest.class.getClassLoader())) {
        assertThat(model.plans()).isNotEmpty();
      }
    } catch (ModelException | WeightsException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** Edits the header and makes its digest right again. */
  private static byte[] withHeader(byte[] bytes, String from, String to) {
    byte[] edited = bytes.clone();
    int length = ByteBuffer.wrap(edited).order(ByteOrder.LITTLE_ENDIAN).getInt(16);
    String header = new String(edited, 64, length, StandardCharsets.ISO_8859_1).replace(from, to);
    byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(text, 0, edited, 64, length);
    byte[] digest = HexFormat.of().parseHex(Sha256.of(text));
    System.arraycopy(digest, 0, edited, 32, 32);
    return edited;
  }

  @Test
  void hasOnePlanOfAKind() {
    Plan plan = TinyModel.plan(1);
    assertThatThrownBy(() ->
            new ModelFile(
                "Tiny", Program.ABI, List.of(plan, plan), Map.of(), Map.of(), Weights.of(Map.of())))
        .hasMessage("two plans for 1 lanes, batch 1");
  }
}

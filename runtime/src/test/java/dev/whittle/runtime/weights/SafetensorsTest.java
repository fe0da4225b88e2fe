package dev.whittle.runtime.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.whittle.runtime.ElementType;
import dev.whittle.runtime.Tensor;
import dev.whittle.runtime.Weights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
  private static byte[] file(String header, int dataBytes) {
    return file(header.getBytes(StandardCharsets.UTF_8).length, header, dataBytes);
  }

  private static byte[] file(long headerLength, String header, int dataBytes) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(headerLength)
        .put(text)
        .array();
  }

  private static Safetensors of(byte[] bytes) {
    return Safetensors.of(MemorySegment.ofArray(bytes), "w.safetensors");
  }

  private static Map<String, Tensor> tensors(long seed) {
    Random random = new Random(seed);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      ElementType type = ElementType.values()[random.nextInt(ElementType.values().length)];
      int[] shape = random.ints(random.nextInt(4), 0, 5).toArray();
      byte[] bytes = new byte[(int) Tensor.elementCount(shape) * type.bytes()];
      random.nextBytes(bytes);
      tensors.put("layer" + i + "/é", Tensor.of(type, MemorySegment.ofArray(bytes), shape));
    }
    return tensors;
  }

  private static byte[] written(Path folder, Map<String, Tensor> tensors) throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.write(file, Weights.of(tensors), Map.of("by", "test"));
    return Files.readAllBytes(file);
  }

  @Property(tries = 1000)
  void whatIsWrittenIsReadBack(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("safetensors");
    Map<String, Tensor> tensors = tensors(seed);
    byte[] bytes = written(folder, tensors);
    Safetensors read = of(bytes);
    assertThat(read.metadata()).containsExactly(Map.entry("by", "test"));
    assertThat(read.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
    tensors.forEach((name, tensor) -> assertThat(read.find(name)).contains(tensor));
    Map<String, Tensor> reversed = new LinkedHashMap<>();
    tensors.keySet().stream().toList().reversed().forEach(n -> reversed.put(n, tensors.get(n)));
    assertThat(written(folder, reversed)).isEqualTo(bytes);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
    Files.delete(folder.resolve("w.safetensors"));
    Files.delete(folder);
  }

  @Test
  void leavesTheOldFileWhenWritingFails(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("w");
    Files.writeString(file, "old");
    assertThatThrownBy(() ->
            AtomicFile.write(
                file,
                channel -> {
                  AtomicFile.writeFully(channel, new byte[10]);
                  throw new IOException("disk full");
                }))
        .hasMessage("disk full");
    assertThat(Files.readString(file)).isEqualTo("old");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void mapsAFile(@TempDir Path folder) throws IOException {
    Tensor tensor = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    written(folder, Map.of("w", tensor));
    Safetensors read = Safetensors.open(folder.resolve("w.safetensors"));
    assertThat(read.find("w").orElseThrow().floats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(read.find("v")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 7 | ends at byte 8 of the data,"
            + " which has 7",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 9 | has 9 bytes of data, expected"
            + " 8 by its header",
        "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | 8 | F32[3] needs 12 bytes, has 8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}} | 8 | spans bytes 8 to 0",
        "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | 8 | axis 0 has size -2",
        "{'a':{'dtype':'F32','shape':[2147483648],'data_offsets':[0,8]}} | 8 | axis 0 has size"
            + " 2147483648",
        "{'a':{'dtype':'U8','shape':[2147483647,2147483647,2147483647],'data_offsets':[0,1]}} | 1 |"
            + " has more than 2^63 bytes",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}} | 12 | starts at byte 4, expected"
            + " 0: tensors follow each other without hole",
        "{'a':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'b':{'dtype':'U8','shape':[8],'data_offsets':[4,12]}}"
            + " | 12 | without overlap",
        "{'a':{'dtype':'U8','shape':[1],'data_offsets':[-1,0]}} | 1 | spans bytes -1 to 0",
        "{'a':{'dtype':'U8','shape':[1],'data_offsets':[0]}} | 1 | has 1 data offsets, expected 2",
        "{'a':{'dtype':'U8','shape':[1]}} | 1 | no member \"data_offsets\"",
        "{'a':{'dtype':'U8','shape':'x','data_offsets':[0,1]}} | 1 | expected an array, found"
            + " \"x\"",
        "{'a':{'dtype':8,'shape':[1],'data_offsets':[0,1]}} | 1 | expected a string, found 8",
        "{'a':{'dtype':'U8','shape':[1.5],'data_offsets':[0,1]}} | 1 | expected an integer, found"
            + " 1.5",
        "{'a':7} | 0 | expected an object, found 7",
        "{'a':{},'a':{}} | 0 | duplicate name \"a\"",
        "{'__metadata__':{'a':1}} | 0 | expected a string, found 1",
        "[] | 0 | expected an object, found []",
        "{'a' | 0 | has an unreadable header: at character 4: expected ':'"
      })
  void explainsDamage(String header, int dataBytes, String problem) {
    assertThatThrownBy(() -> of(file(header.replace('\'', '"'), dataBytes)))
        .isInstanceOf(WeightsException.class)
        .hasMessageStartingWith("w.safetensors")
        .hasMessageContaining(problem)
        .hasMessageEndingWith("(the file is damaged: fetch or export it again)");
  }

  @Test
  void explainsHeadersThatLie() {
    assertThatThrownBy(() -> of(new byte[3])).hasMessageContaining("has 3 bytes, too few");
    assertThatThrownBy(() -> of(file(1000, "{}", 0)))
        .hasMessageContaining("ends inside its header of 1000 bytes: the file has 10");
    assertThatThrownBy(() -> of(file(-1, "{}", 0)))
        .hasMessageContaining("says its header has 18446744073709551615 bytes");
    assertThatThrownBy(() -> of(file(1L << 40, "{}", 0)))
        .hasMessageContaining("expected 2 to 100000000");
    assertThatThrownBy(() -> of(file("{\"a\":" + "[".repeat(100_000), 0)))
        .hasMessageContaining("nested deeper than 64");
  }

  @Test
  void explainsMissingFiles(@TempDir Path folder) {
    assertThatThrownBy(() -> Safetensors.open(folder.resolve("none")))
        .isInstanceOf(WeightsException.class)
        .hasMessageEndingWith("none: no such file");
    assertThatThrownBy(() -> Safetensors.open(folder))
        .hasMessageEndingWith("is a folder, expected a file");
  }

  @Test
  void namesElementTypesItDoesNotHaveWhenAskedForThem() {
    Safetensors read =
        of(
            file(
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]},"
                    + "\"b\":{\"dtype\":\"X9\",\"shape\":[3],\"data_offsets\":[8,11]},"
                    + "\"c\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[11,12]}}",
                12));
    assertThat(read.names()).containsExactly("a", "b", "c");
    assertThat(read.find("c").orElseThrow().rank()).isZero();
    assertThatThrownBy(() -> read.find("a"))
        .hasMessage(
            "w.safetensors, tensor \"a\": element type F64 is not supported (convert it to one of"
                + " I64, F32, I32, F16, BF16, I8, U8, BOOL)");
    assertThatThrownBy(() -> read.find("b")).hasMessageContaining("element type X9");
  }

  @Property(tries = 1000)
  void survivesDamage(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2,2],"
            + "\"data_offsets\":[0,16]},\"b\":{\"dtype\":\"I64\",\"shape\":[1],"
            + "\"data_offsets\":[16,24]}}";
    out.write(file(header, 24));
    byte[] bytes = out.toByteArray();
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int at = random.nextInt(random.nextBoolean() ? 8 : bytes.length);
      bytes[at] = random.nextBoolean() ? (byte) random.nextInt() : (byte) random.nextInt(32, 127);
    }
    if (random.nextInt(4) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    try {
      Safetensors read = of(bytes);
      for (String name : read.names()) {
        Tensor tensor = read.find(name).orElseThrow();
        assertThat(tensor.data().byteSize())
            .isEqualTo(tensor.elementCount() * tensor.type().bytes());
      }
    } catch (WeightsException e) {
      assertThat(e.file()).isEqualTo("w.safetensors");
      assertThat(e.problem()).isNotEmpty();
    }
  }
}
